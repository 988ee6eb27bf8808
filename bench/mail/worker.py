"""The real worker, in a process of its own that delivers to a port of this machine: what is killed.

python -m bench.mail.worker PORT, with the environment of the throwaway hub.
"""

import sys

from bench.search.hubs import set_up


def main() -> None:
    set_up()
    use_server(int(sys.argv[1]))
    from hub.notifications import worker

    # News is made and looked at as often as it goes: the kill comes somewhere in it.
    worker.PAUSE_SECONDS = 0.01
    worker.work_until_stopped()


def use_server(port: int) -> None:
    from django.conf import settings

    settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.MAIL_KEPT_FOR_MAILBOX = False
    settings.DIGEST_SECTIONS = []


if __name__ == "__main__":
    main()
