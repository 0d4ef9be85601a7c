"""The duty stack of the United States: line by line, partner by partner, day by day."""

from countrydesk.policy.tariffs.average import Average, Change, average_duty, duty_sequence
from countrydesk.policy.tariffs.stack import Layer, Stack, duty_stack

__all__ = [
    "Average",
    "Change",
    "Layer",
    "Stack",
    "average_duty",
    "duty_sequence",
    "duty_stack",
]
