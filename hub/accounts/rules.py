"""The community rules as a fact: which version somebody agreed to. Their words are a template."""

RULES_VERSION = "2026-11"
