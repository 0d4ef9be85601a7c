"""A recent world for the models to stand on: trade of all pairs, duties, output."""

from countrydesk.policy.world.assemble import rebased, recent_world, world_of, world_today
from countrydesk.policy.world.matrix import World

__all__ = ["World", "rebased", "recent_world", "world_of", "world_today"]
