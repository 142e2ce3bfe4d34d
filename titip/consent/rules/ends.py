"""What later rooms do when a person's word ends: they register here at start-up, withdrawal runs it in its own transaction."""

from titip.protect.rules.ends import Ends

#: ``apply(person_id, purposes, actor_code)`` of each runs inside withdrawal, and inside a decision that turns a yes into a no.
ON_END = Ends()
