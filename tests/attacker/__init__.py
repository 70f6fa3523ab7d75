"""An attacker on the public edition, in code of its own: reads all that is printed, and solves for what is not.

One file each: `folder` and `printed` read a public folder, `fingerprints` looks for what a guess could be checked
against, `facts` says what must be true, `worlds` solves for answers that fit, and `attack` tries everybody who could
know something. `twins` makes rounds that must print the same. `rounds`, `extremes` and `moves` make up answers, and
`rules` is the smallest publisher by decision 6, to be attacked with a clause left out.
"""
