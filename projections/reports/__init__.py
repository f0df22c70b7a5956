"""One SELECT per report, over the views only; its head says what each column means."""
