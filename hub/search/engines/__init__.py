"""Engines: three ways to answer the same question, chosen by the search backend in use."""

from modelsearch.backends import get_search_backend
from modelsearch.backends.database.fallback import DatabaseSearchBackend

from ..backend import SearchBackend
from .base import Engine, Found, Wanted
from .database import DatabaseEngine
from .embedded import EmbeddedEngine

__all__ = ["Engine", "Found", "Wanted", "current"]


def current() -> Engine:
    """The engine that belongs to the search backend named in the settings."""
    backend = get_search_backend()
    if isinstance(backend, SearchBackend):
        return EmbeddedEngine(backend, DatabaseEngine(DatabaseSearchBackend({})))
    if hasattr(backend, "es"):
        from .server import ServerEngine

        return ServerEngine(backend)
    return DatabaseEngine(backend)
