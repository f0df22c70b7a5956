"""
Outreach: policies and invitations told to those they are for, through the channels of alerts.

Theory of operation. Whom an item of a menu fits, and who was never told, is the report ``offers``;
whom a campaign concerns are the parties that wait for an answer to its topic. ``telling`` puts
letters to them into the outbox of alerts (``letters`` writes them), each with the offers it
makes (``book``). The alerter delivers, tries again and gives up as with every message; what
arrived is then said in the log: ``offer.made``, by ids made of party and item, so that nothing is
told twice. A letter's link leads to a page of the gateway (``hub.pages.offers``): reading there is
``offer.opened``, pressing the button ``offer.applied``.

Source: the mission, rows J and K.
"""
