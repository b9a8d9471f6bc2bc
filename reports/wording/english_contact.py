"""English phrases of the contact half: promises, stages, duties, processing, calendars.

They are part of the one catalogue; `tenure.reports.wording.english` puts it together.
"""

from __future__ import annotations

LIMITS = {
    "limit.within": "within {span}",
    "limit.on": "on {span}",
    "limit.by": "by {event}",
    "limit.after": "{amount} after {event}",
    "limit.beginning": "{amount} beginning with {event}",
    "limit.same day": "the same day ({event})",
    "limit.brief.same day": "same day",
    "limit.brief.by": "by {event}",
    "limit.working time": "{time} of working time",
    "limit.extended": "or {amount}",
    "event.the time": "the time {event}",
}

OBLIGATIONS = {
    "promise.respond": "we respond {limit}",
    "promise.acknowledge": "we acknowledge it {limit}",
    "promise.answer": "we answer {limit}",
    "promise.call back": "we call back {limit}",
    "promise.visit": "we visit {limit}",
    "promise.attend": "we attend {limit}",
    "promise.repair": "we complete the repair {limit}",
    "promise.resolve": "we resolve it {limit}",
    "promise.complete": "we complete it {limit}",
    "promise.decide": "we decide {limit}",
    "promise.inform": "we tell the customer {limit}",
    "promise.arrange": "we make the arrangements {limit}",
    "stage.ours": "we complete this stage {limit}",
    "stage.customer": "the customer may take this step {limit}; after that it lapses",
    "stage.overall": "we complete the whole {limit}",
    "stage.optional": "This stage may be left out.",
    "step.marks": "Done on {event}.",
    "step.extended": "the limit becomes {span}, where that is later",
    "step.paused": "The days from {start} to {end}, both included, do not count.",
    "step.target": "In {percent}% of cases",
    "step.who": "Responsible: {who}.",
    "obligation.if": "Applies if {condition}.",
    "obligation.unless": "Applies unless {condition}.",
    "obligation.unless.long": "Applies unless: {condition}.",
    "obligation.if.long": "Applies if: {condition}.",
    "obligation.calendar": "Working days are those of the calendar {calendar}.",
    "obligation.overrides": "Takes the place of {standards}.",
    "obligation.because": "Rests on {authorities}.",
    "obligation.reason": "{authority} ({reason})",
    "obligation.channel": "By {channel}",
    "obligation.owner": "Answers for it: {who}.",
    "lane.ours": "Our side",
    "lane.customer": "The customer",
    "diagram.title": "Stages of {procedure}",
    "diagram.stage": "{title}, {side}, {limit}.",
    "diagram.stage.optional": "{title}, {side}, {limit}, optional.",
    "diagram.side.ours": "ours",
    "diagram.side.customer": "the customer's",
    "diagram.after": "after {before}",
    "diagram.overall": "the whole, {limit}.",
    "diagram.optional": "optional",
    "diagram.in all": "in all {limit}",
}

CALENDARS = {
    "calendar.week": "Working days are {days}.",
    "calendar.run": "{first} to {last}",
    "calendar.hours": "Working hours are {start} to {end}.",
    "calendar.holidays": "The public holidays of {regions} are not working days.",
    "calendar.closed": "Also closed: {days}.",
    "calendar.terms": "Only days in term can be working days: {days}.",
    "calendar.days": "{start} to {end}",
    "calendar.titled": "{days} ({title})",
    "calendar.received": "What arrives on a day that is not a working day counts as arriving on "
    "the next working day.",
    "calendar.received.hours": "What arrives after working hours, or on a day that is not a "
    "working day, counts as arriving on the next working day.",
    "calendar.roll": "A last day that is not a working day moves to the next working day.",
}

ACCOUNTABILITY = {
    "duty.every": "Every {length}.",
    "duty.every.day": "Every day.",
    "duty.every.week": "Every week.",
    "duty.every.month": "Every month.",
    "duty.every.year": "Every year.",
    "duty.starting": "The first turn is counted from {day}.",
    "duty.on": "Due on the day of this event: {occasion}.",
    "duty.within": "Due within {length} after this event: {occasion}.",
    "duty.with": "with {who}",
    "duty.evidence": "Shown by {evidence}.",
    "duty.last": "Last done on {day}.",
    "duty.never": "Not yet done.",
    "duty.due": "Due by {day}.",
    "duty.overdue": "Overdue: was due by {day}.",
    "duty.awaiting": "Nothing has called for it.",
    "duty.undetermined": "Cannot be told: nothing says from when to count.",
    "duty.called": "Called for by: {occasion}.",
    "held.when": "{data}, if {condition}",
    "held.when.long": "{data}, if: {condition}",
    "recipient.checked": "{who} (last checked {day})",
    "recipient.unchecked": "{who} (not yet checked)",
    "recipient.every": "Recipients are checked every {length}.",
    "kept.under": "{rule}: {period}",
    "service.all": "All services",
}

DOCUMENT = {
    "doc.standards": "Service standards",
    "doc.standards.caption": "Service standards: what we promise, and by when",
    "doc.procedure.caption": "{title}: stage by stage",
    "doc.organisations": "Organisations and regulators",
    "doc.organisations.caption": "Organisations, their services and who regulates them",
    "doc.duties": "Duties",
    "doc.duties.note": "What is done again and again, or whenever something happens.",
    "doc.duties.caption": "Duties, and when each is next due",
    "doc.activity": "Record of processing: {title}",
    "doc.calendars": "Working days",
    "doc.calendars.note": "How days are counted, calendar by calendar.",
    "column.standard": "Standard",
    "column.stage": "Stage",
    "column.promise": "What is promised",
    "column.step": "What happens",
    "column.limit": "Time limit",
    "column.target": "Target",
    "column.who": "Who",
    "column.organisation": "Organisation",
    "column.part": "Part of",
    "column.regions": "Where",
    "column.service": "Service",
    "column.regulator": "Regulated by",
    "column.remarks": "Notes",
    "column.duty": "Duty",
    "column.cycle": "How often",
    "column.next": "Next due",
    "column.evidence": "Evidence",
    "activity.owner": "Answers for it",
    "activity.purposes": "Purposes",
    "activity.bases": "Lawful basis",
    "activity.subjects": "Whose data",
    "activity.holds": "Data held",
    "activity.sources": "Where it comes from",
    "activity.stored": "Where it is kept",
    "activity.recipients": "Who receives it",
    "activity.transfers": "Transfers abroad",
    "activity.access": "Who sees it",
    "activity.measures": "Security",
    "activity.kept": "How long it is kept",
    "activity.notes": "Notes",
}

PHRASES = LIMITS | OBLIGATIONS | CALENDARS | ACCOUNTABILITY | DOCUMENT

UNITS = {
    "hour": ("hour", "hours"),
    "minute": ("minute", "minutes"),
    "working day": ("working day", "working days"),
    "working hour": ("working hour", "working hours"),
    "working minute": ("working minute", "working minutes"),
}

HAPPENINGS = {
    "received": "receiving it",
    "reported": "the report",
    "decided": "the decision",
    "appealed": "the appeal",
}
"""Events that have no title and can be said better than by their date, as after `after`."""

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
