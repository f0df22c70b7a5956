"""
A simulated city: departments, parties, visits and cases, with faults planted among them.

Everything is a pure function of the parameters and the seed. Ordinary visits and cases are
written so that no rule has anything to say about them; each planted story says beforehand
which findings it must cause, with their instants computed from the policy's own words, not
by the detectors. Near misses sit just inside or exactly at a limit and must cause nothing.

    city      who there is: departments, officers, parties
    writing   how events are written, and what was planted (the truth)
    visiting  visits: ordinary ones and the planted duplicates
    casework  how one case is written; case_stories: ordinary cases, planted stalls and buck-passing
    truth     the truth file, and how findings are held against it
"""
