"""An attacker on the public edition, in code of its own: reads all that is printed, and solves for what is not.

One file each: `folder` reads every byte of a public folder, `facts` turns printed tables into what must be true,
`worlds` asks whether other answers fit all of that, `attack` tries everybody who could know something, `rounds`
makes up answers, and `rules` is the smallest publisher that prints by decision 6, to be attacked with a clause left
out.
"""
