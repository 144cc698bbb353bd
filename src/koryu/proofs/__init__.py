"""What tables make is held against shapes before it is made: by their plan, by their columns, by queries.

``validate`` takes these steps, in this order:

1. ``tables`` opens the tables, and reads their rows as often as they are asked for.
2. ``plan`` tells from the metadata what each column makes.
3. ``ways`` decides which way each constraint goes. What columns judge becomes ``screens``, with judges that
   the room ``columns`` makes; the others become what ``queries`` reads.
4. ``survey`` looks at all rows once: which a screen leaves in doubt, hashes of what they speak of, and the
   cells that are wrong.
5. ``doubts`` settles what is in doubt, by the hashes of all tables.
6. ``queries`` finds the rows that can be part of a solution of a query, or the predicates that it reads.
7. ``loading`` makes the triples of these rows, and no others; the set queries of ``koryu.shacl`` judge them.
8. ``placing`` finds the cell of each result.
"""
