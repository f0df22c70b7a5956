"""
The jars of a real Kafka, fetched from Maven Central once and kept in the lab folder.

They are copied beside their place and moved there in one step, under a file lock, so two
test runs that start together never see half a set.
"""

from __future__ import annotations

import fcntl
import re
import shutil
import subprocess
from pathlib import Path

from tests.support.part import Absent, lab

_POM = Path(__file__).with_name("kafka.pom.xml")
VERSION = re.findall(r"<kafka\.version>(.+)</kafka\.version>", _POM.read_text())[0]

_HELP = (
    "no Kafka broker: set KAFKA_BOOTSTRAP to one, or start Docker, or install Java 17 and Maven "
    "(Debian: apt-get install openjdk-17-jre-headless maven) and run `make lab`"
)


def kafka_jars() -> Path:
    """
    Return the folder with the broker's jars; the first call takes some seconds.

    Raises:
        Absent: there is no Java, or no jars and no Maven to fetch them with.
    """
    if shutil.which("java") is None:
        raise Absent(_HELP)
    jars = lab() / f"kafka-{VERSION}"
    with (lab() / "kafka.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not jars.is_dir():
            _fetch(jars)
    return jars


def _fetch(jars: Path) -> None:
    if shutil.which("mvn") is None:
        raise Absent(_HELP)
    half = jars.with_suffix(".half")
    shutil.rmtree(half, ignore_errors=True)
    copy = ["mvn", "-q", "-B", "-f", str(_POM), "dependency:copy-dependencies"]
    done = subprocess.run(
        [*copy, f"-DoutputDirectory={half}"],
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    if done.returncode:
        raise Absent(f"{_HELP}; Maven said: {done.stdout[-500:]}")
    half.rename(jars)
