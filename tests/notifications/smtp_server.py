"""A mail server on this machine that keeps what it is sent, and can be told how to behave."""

import socketserver
import threading
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class Behavior:
    """Answers instead of "250 ok"; what is not named is taken."""

    recipients: dict[str, str] = field(default_factory=dict)
    sender: str = ""
    data: str = ""
    # Takes the mail and hangs up without a word, as a server that dies in that moment.
    hangs_up_after_data: bool = False
    # Called with each mail before it is acknowledged.
    on_mail: object = None


class Handler(socketserver.StreamRequestHandler):
    timeout = 10

    def handle(self) -> None:
        self.say("220 ready")
        while line := self.rfile.readline():
            words = line.decode(errors="replace").strip()
            if not self.answer(words):
                return

    def say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")

    def answer(self, words: str) -> bool:
        behavior = self.server.behavior
        command = words.upper()
        if command.startswith("MAIL") and behavior.sender:
            self.say(behavior.sender)
        elif command.startswith("RCPT"):
            address = words.partition("<")[2].partition(">")[0].lower()
            self.say(behavior.recipients.get(address, "250 ok"))
        elif command == "DATA":
            return self.take()
        elif command == "QUIT":
            self.say("221 bye")
            return False
        else:
            self.say("250 ok")
        return True

    def take(self) -> bool:
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return False
            lines.append(line[1:] if line.startswith(b"..") else line)
        behavior = self.server.behavior
        if behavior.data:
            self.say(behavior.data)
            return True
        mail = message_from_bytes(b"".join(lines), policy=policy.default)
        self.server.mails.append(mail)
        if behavior.on_mail:
            behavior.on_mail(mail)
        if behavior.hangs_up_after_data:
            return False
        self.say("250 taken")
        return True


class SmtpServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.mails: list[EmailMessage] = []
        self.behavior = Behavior()
        self._thread = threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        return self.server_address[1]

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that is killed in the middle is what this server is for."""

    def stop(self) -> None:
        self.shutdown()
        self.server_close()
        self._thread.join()
