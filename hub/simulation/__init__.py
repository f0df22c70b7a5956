"""
A simulated city: departments, parties, visits and cases, with faults planted among them.

Everything is a pure function of the parameters and the seed. Ordinary visits and cases are
written so that no rule has anything to say about them; each planted story says beforehand
which findings it must cause, with their instants computed from the policy's own words, not
by the detectors. Near misses sit just inside or exactly at a limit and must cause nothing.

    city       who there is: departments, officers, parties; names, places: what they are called
    writing    how events are written, and what was planted (the truth)
    visiting   how a visit is written; visit_stories: ordinary ones and planted duplicates
    casework   how one case is written; case_stories: ordinary cases and planted faults,
               limit_stories: limits in threes, buck_stories: buck-passing and sham closing
    noise      how noisy it all is, as fixed data
    identities parties known under several ids (misspelling); doubles: visits entered twice
    matters    what is told once, again, and by many (matter, wording)
    sending    how events arrive: late, twice, contradicted
    programme  what is planted to the figure: officers (hierarchy), person-visits (rounds),
               second_assignments, calls to the hotline, orders from the menu
    truth      the truth file, and how findings of exact rules are held against it
"""
