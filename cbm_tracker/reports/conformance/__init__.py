"""Read a finished report back as if its writer were not to be trusted: PDF/A-3a, PDF/UA-1, and what each of them forgets.

`checks.faults_of` is the check each report passes before it is issued, and the only set of our rules; the tests add the
opinions of others. None of them tells whether a figure's text describes it or the order of reading makes sense: that is for
a reader to judge.
"""
