"""Re-exports the models of this context's topics."""

from himaya.hotline.callbacks.models import CallAttempt, CallBack
from himaya.hotline.callers.models import BlockedCall, CallerBlock, CallerFlag, CallerMerge, CallerProfile
from himaya.hotline.chat.models import Chat, ChatChild, ChatEvent, ChatMessage, ChatVisitor
from himaya.hotline.closing.models import CallerLeft
from himaya.hotline.contacts.models import Contact, ContactChild
from himaya.hotline.debriefs.models import Debrief
from himaya.hotline.escalation.models import Escalation
from himaya.hotline.followups.models import FollowUp
from himaya.hotline.incidents.models import Custody, Evidence, Incident, IncidentNotice
from himaya.hotline.messages.models import GatewayWord, TextMessage
from himaya.hotline.quality.models import Draw, Review, Score, Sheet
from himaya.hotline.queue.models import Arrival, ArrivalCaller, Line, Seat
from himaya.hotline.retention.models import Forgetting
from himaya.hotline.shifts.models import Shift, ShiftSwap
from himaya.hotline.telephone.models import ExchangeMessage, PhoneCall, PhoneCommand, PhoneEvent, Telephone
from himaya.hotline.triage.models import CallerPlan, Dispatch, Triage

__all__ = [
    "Arrival",
    "ArrivalCaller",
    "BlockedCall",
    "CallAttempt",
    "CallBack",
    "CallerBlock",
    "CallerFlag",
    "CallerLeft",
    "CallerMerge",
    "CallerPlan",
    "CallerProfile",
    "Chat",
    "ChatChild",
    "ChatEvent",
    "ChatMessage",
    "ChatVisitor",
    "Contact",
    "ContactChild",
    "Custody",
    "Debrief",
    "Dispatch",
    "Draw",
    "Escalation",
    "Evidence",
    "ExchangeMessage",
    "FollowUp",
    "Forgetting",
    "GatewayWord",
    "Incident",
    "IncidentNotice",
    "Line",
    "PhoneCall",
    "PhoneCommand",
    "PhoneEvent",
    "Review",
    "Score",
    "Seat",
    "Sheet",
    "Shift",
    "ShiftSwap",
    "Telephone",
    "TextMessage",
    "Triage",
]
