#!/usr/bin/env python
import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings.dev")
    try:
        from django.conf import settings
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("This Python has no Django: run `make install`, then use .venv/bin/python.")

    from hub.home.troubles import explain

    try:
        settings.INSTALLED_APPS  # noqa: B018 – the first look reads the environment and the key
    except (ImproperlyConfigured, OSError) as error:
        sys.exit(explain(error) or str(error))
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
