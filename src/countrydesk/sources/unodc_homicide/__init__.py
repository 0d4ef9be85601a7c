"""Victims of intentional homicide by the United Nations Office on Drugs and Crime."""
