"""How often something may be tried: a wait that ends by itself, never a lock that somebody must open."""

from __future__ import annotations

import hashlib
import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True)
class Limit:
    """So many tries in each window of time, for everything that shares the key."""

    key: str
    most: int
    window: timedelta

    def window_at(self, now: datetime) -> datetime:
        """When the window that holds `now` began."""
        size = int(self.window.total_seconds())
        return datetime.fromtimestamp(int(now.timestamp()) // size * size, UTC)

    def wait(self, now: datetime) -> timedelta:
        """How long until the next window."""
        return self.window_at(now) + self.window - now


MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def sign_in_limits(name: str, address: str) -> tuple[Limit, ...]:
    """The narrow limit holds one guesser off; the wide ones leave room, so that nobody else can be kept out."""
    account, network = digest(name), network_of(address)
    return (
        Limit(f"sign-in:{account}:{network}", 5, MINUTE),
        Limit(f"sign-in:{account}", 20, MINUTE),
        Limit(f"sign-in-from:{network}", 100, MINUTE),
    )


def second_factor_limits(person_id: int) -> tuple[Limit, ...]:
    """Six digits need a narrower limit than a password; only who knows the password comes this far."""
    return (Limit(f"code:{person_id}", 5, MINUTE), Limit(f"code-hour:{person_id}", 20, HOUR))


def own_password_limits(person_id: int) -> tuple[Limit, ...]:
    return (Limit(f"password:{person_id}", 5, MINUTE),)


def reset_limits(name: str, address: str) -> tuple[Limit, ...]:
    network = network_of(address)
    return (Limit(f"reset:{digest(name)}", 5, HOUR), Limit(f"reset-from:{network}", 60, MINUTE))


def registration_limits(address: str) -> tuple[Limit, ...]:
    """Wide: a whole class may register from one station."""
    return (Limit(f"register-from:{network_of(address)}", 60, HOUR),)


def digest(name: str) -> str:
    """A short stand-in for what was typed: the counters hold no personal data."""
    return hashlib.sha256(name.encode()).hexdigest()[:32]


def network_of(address: str) -> str:
    """An IPv4 address, or the /64 of an IPv6 address, which one household holds."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False).network_address)
    return str(found)
