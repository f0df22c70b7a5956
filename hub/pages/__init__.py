"""
The pages: what people see of the hub in a browser, on the gateway's own address.

A page is a question per thing it shows, asked of the hub (so an embedded one and a cluster show
the same), and a template. Answers are kept on a shelf (``shelf``) and made anew when the log has
grown, so that a page never waits for a slow report twice. Who sees what is said by the role of the
key they logged in with (``sessions``, ``hub/gateway/roles.yaml``). Templates escape all values; no
script stands in a page, and without scripts everything still works: they only draw charts and
fetch news.

The order in which to read: ``registry`` lists the pages, ``routes`` puts them on the gateway. A
page (``today``, ``cases``, ``case``, ``visits``, ``boards`` …) is made at a ``desk``: who looks,
and the answers they may have. ``words`` and ``rendering`` show it, ``tables`` gives its tables as
files; ``taking`` (with ``taken``) and ``offers`` are what can be done on one. What all pages of a
gateway share is in ``shared``: the shelf, which ``shelved`` keeps over a restart and ``warming``
fills with what is ``usual``, and ``building``, for what takes long.
"""
