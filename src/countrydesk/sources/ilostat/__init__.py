"""ILOSTAT: unemployment and informal employment as countries report them."""
