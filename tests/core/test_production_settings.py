"""Production starts only when everything that matters is said, and says what is missing."""

import os
import secrets
import subprocess
import sys

import pytest

from tests.architecture.sources import ROOT

KEY = secrets.token_urlsafe(64)


@pytest.fixture
def environment(tmp_path) -> dict[str, str]:
    key_file = tmp_path / "secret-key"
    key_file.write_text(KEY)
    key_file.chmod(0o400)
    return {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "hub.settings.production",
        "HUB_VAR": str(tmp_path / "var"),
        "SECRET_KEY": "",
        "SECRET_KEY_FILE": str(key_file),
        "HUB_ALLOWED_HOSTS": "hub.example.org,www.hub.example.org",
        "HUB_BASE_URL": "https://hub.example.org",
        "HUB_FROM_EMAIL": "hub@hub.example.org",
        "HUB_DEBUG": "false",
        "DATABASE_URL": f"sqlite:///{tmp_path}/hub.sqlite3",
        "REDIS_URL": "",
    }


def run(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess:
    return subprocess.run(  # noqa: S603 – all words are ours
        [sys.executable, *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def read(environment: dict[str, str], expression: str = "") -> subprocess.CompletedProcess:
    """Reads the settings as the server does when it starts, and prints one of them."""
    return run(environment, "-c", f"from hub.settings import production as s; print({expression})")


def test_djangos_own_check_for_deployment_finds_nothing(environment):
    done = run(environment, "manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout


WRONG = [
    ("SECRET_KEY_FILE", "", "SECRET_KEY_FILE"),
    ("SECRET_KEY_FILE", "no-such-file", "SECRET_KEY_FILE"),
    ("HUB_ALLOWED_HOSTS", "", "HUB_ALLOWED_HOSTS"),
    ("HUB_ALLOWED_HOSTS", "*", "HUB_ALLOWED_HOSTS"),
    ("HUB_ALLOWED_HOSTS", "hub.example.org,*.example.org", "HUB_ALLOWED_HOSTS"),
    ("HUB_DEBUG", "true", "HUB_DEBUG"),
    ("HUB_BASE_URL", "", "HUB_BASE_URL"),
    ("HUB_BASE_URL", "http://hub.example.org", "HUB_BASE_URL"),
    ("HUB_FROM_EMAIL", "", "HUB_FROM_EMAIL"),
]


@pytest.mark.parametrize(("name", "value", "said"), WRONG)
def test_a_wrong_value_stops_the_start_and_names_itself(environment, name, value, said):
    done = read(environment | {name: value})

    assert done.returncode != 0
    assert "ImproperlyConfigured" in done.stderr
    assert said in done.stderr.splitlines()[-1]


@pytest.mark.parametrize("key", ["", "tiny", "django-insecure-" + "x" * 60, "changeme" * 9])
def test_a_key_that_is_missing_short_or_known_stops_the_start(environment, key):
    done = read(environment | {"SECRET_KEY_FILE": "", "SECRET_KEY": key})

    assert done.returncode != 0
    assert "SECRET_KEY" in done.stderr.splitlines()[-1]
    assert not key or key not in done.stderr.splitlines()[-1]


def test_a_key_that_everyone_may_read_stops_the_start(environment, tmp_path):
    (tmp_path / "secret-key").chmod(0o644)

    done = read(environment)

    assert done.returncode != 0
    assert "can be read by everyone" in done.stderr.splitlines()[-1]
    assert KEY not in done.stderr


def test_what_must_be_on_in_production_is_on(environment):
    expression = (
        "(s.DEBUG, s.SECURE_SSL_REDIRECT, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, "
        "s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SECURE_HSTS_SECONDS >= 63072000, "
        "s.SESSION_COOKIE_HTTPONLY, s.SAMPLE_ACCOUNTS_ALLOWED)"
    )

    done = read(environment, expression)

    assert done.stdout.strip() == str(
        (False, True, True, True, "__Host-sid", "__Host-csrf", True, True, False)
    )


def test_the_secret_of_a_trial_is_made_once_and_for_its_owner_only(tmp_path):
    from hub.settings.secrets import stored_secret

    path = tmp_path / "folder" / "secret-key"

    first = stored_secret(path, lambda: "one")
    second = stored_secret(path, lambda: "two")

    assert first == second == "one"
    assert path.stat().st_mode & 0o777 == 0o600
