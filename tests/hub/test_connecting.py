"""A password never crosses a network in the clear, and what cannot be read is said at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.cluster.connecting import GUARDED, connection_of
from hub.failure import Failure
from hub.settings import Settings, read_settings


@pytest.fixture
def password(tmp_path: Path) -> Path:
    file = tmp_path / "password"
    file.write_text("opens\n")
    return file


@pytest.mark.parametrize("brokers", ["127.0.0.1:9092", "localhost:9092", "[::1]:9092"])
def test_on_this_machine_a_password_needs_no_tls(brokers: str, password: Path) -> None:
    """Nobody listens on the way."""
    login = connection_of(Settings(kafka=brokers, kafka_user="hub", kafka_password=password)).login

    assert ("hub", "opens", "") == (login.user, login.password, login.ca)


@pytest.mark.parametrize("brokers", ["kafka:9092", "10.0.0.1:9092", "127.0.0.1:9092,kafka:9092"])
def test_a_password_in_the_clear_is_refused_off_this_machine(brokers: str, password: Path) -> None:
    """One address elsewhere is enough."""
    with pytest.raises(Failure) as refused:
        connection_of(Settings(kafka=brokers, kafka_user="hub", kafka_password=password))

    assert "password-in-the-clear" == refused.value.key


def test_a_network_guarded_otherwise_is_said_to_be(password: Path) -> None:
    """The containers of one compose file talk on a network of their own."""
    how = Settings(kafka="kafka:9092", kafka_user="hub", kafka_password=password, kafka_ca=GUARDED)

    assert "SASL_PLAINTEXT" == connection_of(how).settings()["security_protocol"]


@pytest.mark.parametrize(
    ("how", "key"),
    [
        (Settings(kafka_user="hub"), "password-unreadable"),
        (Settings(kafka_user="hub", kafka_password=Path("gone")), "password-unreadable"),
        (Settings(kafka_ca="gone.pem"), "authorities-unreadable"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(how: Settings, key: str) -> None:
    """One line, with the mend, before anything is tried."""
    with pytest.raises(Failure) as refused:
        connection_of(how)

    assert key == refused.value.key


def test_the_environment_names_user_password_file_and_authorities() -> None:
    """A list of processes shows no password."""
    settings = read_settings(
        {
            "HUB_KAFKA_USER": "hub",
            "HUB_KAFKA_PASSWORD_FILE": "/run/secrets/kafka",
            "HUB_KAFKA_CA": "system",
        }
    )

    assert ("hub", Path("/run/secrets/kafka"), "system") == (
        settings.kafka_user,
        settings.kafka_password,
        settings.kafka_ca,
    )


def test_a_login_does_not_show_its_password(password: Path) -> None:
    """What is logged or printed by mistake stays harmless."""
    login = connection_of(Settings(kafka_user="hub", kafka_password=password)).login

    assert "opens" not in repr(login)
