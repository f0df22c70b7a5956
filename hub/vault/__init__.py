"""
The vault: what must be readable today and gone tomorrow, apart from the log.

``store`` keeps what is known of people under a key each, ``days`` the keys of refused records, one
a day; ``keys`` is the file of keys, each wrapped by the hub's own, and ``sealing`` the only file
that knows the cipher.
"""
