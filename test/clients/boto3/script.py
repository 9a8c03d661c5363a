"""Does on the sandbox what scripts do on AWS, and prints what it saw, did and could have done."""

import json

import databases
import objects
import others
import workflows
from session import DONE, KNOWS

seen = {}
for part in (objects, databases, workflows, others):
    part.run(seen)
done = {service: sorted(names) for service, names in DONE.items()}
print(json.dumps({"seen": seen, "done": done, "knows": KNOWS}))
