"""
Intake: what departments send is judged (``events.intake``), entered in the journals, receipted.

``receiving`` is intake of the embedded hub, ``worker`` that of a cluster. Both remember what was
taken (``memory``) and who signs (``signers``); a worker brings its memory up to date from the
journals (``worker_memory``), hears of keys it does not serve (``signer_watch``), and pauses when
the fault must be ours (``breaker``). ``refused`` is what became of refusals.
"""
