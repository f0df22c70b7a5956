"""
One matter of a simulated city: a topic, in a county, at a place.

``fresh`` gives one that nobody in the book has told. A case says what it is about in
``Book.tellings``, so that the truth knows of any two cases whether they are one matter.
"""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from hub.simulation.noise import happens
from hub.simulation.places import Places
from hub.simulation.wording import EN, ZH, Topic, topics
from hub.simulation.writing import Book


class Matter(NamedTuple):
    """One thing to complain of: ``place`` is '' where the topic has none."""

    topic: Topic
    area: str
    place: str

    def tell(self, book: Book, case_id: str) -> None:
        """Note that the case is about this."""
        book.tellings[case_id] = [self.topic.id, self.area, self.place]


def fresh(book: Book, area: str, random: Random) -> Matter:
    """Return a matter in *area*, about a place, that nobody has told."""
    language = EN if happens(random, "texts", "english") else ZH
    topic = random.choice([one for one in topics()[language] if one.placed])
    return Matter(topic, area, Places(random, book.places).fresh(topic.id, area, language))


def elsewhere(book: Book, matter: Matter, random: Random) -> Matter:
    """Return the same complaint about another place."""
    where = (matter.topic.id, matter.area, matter.topic.language)
    return matter._replace(place=Places(random, book.places).fresh(*where))


def otherwise(matter: Matter, random: Random) -> Matter:
    """Return another complaint about the same place."""
    choice = topics()[matter.topic.language]
    others = [one for one in choice if one.placed and one.id != matter.topic.id]
    return matter._replace(topic=random.choice(others))
