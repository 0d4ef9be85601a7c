"""The API under ``/api/v1``, one module for each group of routes."""

from fastapi import APIRouter

ROUTERS: tuple[APIRouter, ...] = ()
