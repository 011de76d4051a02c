"""A client that keeps its connection and costs little: one socket, prepared bytes, answers read whole and unpacked."""

from __future__ import annotations

import gzip
import socket
from dataclasses import dataclass, field


@dataclass
class Answer:
    """`sent` is the body as it came over the line."""

    status: int
    headers: dict[str, str]
    sent: bytes

    @property
    def body(self) -> bytes:
        return gzip.decompress(self.sent) if self.headers.get("content-encoding") == "gzip" else self.sent


@dataclass
class Line:
    host: str
    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    socket: socket.socket | None = None

    def request(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        """Send one request and read its answer; the connection is kept."""
        return self.send(self.prepared(method, path, body, **headers))

    def prepared(self, method: str, path: str, body: bytes = b"", **headers: str) -> bytes:
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.host}:{self.port}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if body:
            lines.append(f"Content-Length: {len(body)}")
        return "\r\n".join([*lines, "", ""]).encode() + body

    def send(self, raw: bytes) -> Answer:
        if self.socket is None:
            self.socket = socket.create_connection((self.host, self.port), timeout=30)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(raw)
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._more()
        head, _, body = data.partition(b"\r\n\r\n")
        first, *rest = head.decode("latin-1").split("\r\n")
        headers: dict[str, str] = {}
        for line in rest:
            name, _, value = line.partition(": ")
            if name.lower() == "set-cookie":
                key, _, kept = value.split(";")[0].partition("=")
                self.cookies[key] = kept
            headers[name.lower()] = value
        length = int(headers.get("content-length", "0"))
        while len(body) < length:
            body += self._more()
        return Answer(int(first.split()[1]), headers, body)

    def _more(self) -> bytes:
        assert self.socket is not None
        more = self.socket.recv(262_144)
        if not more:
            raise ConnectionError("the server closed the line")
        return more
