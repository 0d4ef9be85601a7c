"""The policy lab: proposals, the models that say what they would do, and how sure that is."""
