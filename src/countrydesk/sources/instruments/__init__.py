"""Instruments of policy: who may do what to whom, under which public law."""
