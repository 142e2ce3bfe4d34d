"""What people may do at intake."""

from titip.protect.rules.access import Action, Scope, declare
from titip.protect.rules.roles import Role

_CARE = {Role.FRONTLINE: Scope.ASSIGNED, Role.SUPERVISOR: Scope.TEAM}
_ANYONE_IN_CARE = {Role.FRONTLINE: Scope.ORGANISATION, Role.SUPERVISOR: Scope.ORGANISATION}

declare(
    Action("intake.screen", "Screen a person, a place or a group", _ANYONE_IN_CARE),
    Action("intake.screening", "See a rapid screening", {Role.FRONTLINE: Scope.OWN, Role.SUPERVISOR: Scope.TEAM}, widest={Role.FRONTLINE: Scope.TEAM}),
    Action("intake.fill", "Interview a person and write her answers", _CARE, reads_content=True),
    Action("intake.answers", "See what a person told us", {**_CARE, Role.CUSTODIAN: Scope.ORGANISATION, Role.STEWARD: Scope.ORGANISATION},
           reads_content=True, by_glass=True),
    Action("intake.records", "See records of our own kinds, such as visits, hearings and surveys", {
        Role.FRONTLINE: Scope.TEAM, Role.SUPERVISOR: Scope.TEAM, Role.CUSTODIAN: Scope.ORGANISATION, Role.STEWARD: Scope.ORGANISATION,
    }, reads_content=True, widest={Role.FRONTLINE: Scope.ORGANISATION, Role.SUPERVISOR: Scope.ORGANISATION}),
    Action("intake.record", "Fill in records of our own kinds", {Role.FRONTLINE: Scope.TEAM, Role.SUPERVISOR: Scope.TEAM}, reads_content=True),
    Action("intake.survey", "Say how a survey is drawn, and see how representative it is", {
        Role.SUPERVISOR: Scope.ORGANISATION, Role.STEWARD: Scope.ORGANISATION,
    }),
    Action("intake.programmes", "See campaigns and programmes, and what was done in them", {
        Role.FRONTLINE: Scope.ORGANISATION, Role.SUPERVISOR: Scope.ORGANISATION, Role.STEWARD: Scope.ORGANISATION, Role.ANALYST: Scope.ORGANISATION,
    }),
    Action("intake.activity", "Write what was done in a campaign or programme, with counts of those who came", _ANYONE_IN_CARE),
    Action("intake.way", "Choose how questions come in this house: one a page, or whole sections", {
        Role.SUPERVISOR: Scope.ORGANISATION, Role.STEWARD: Scope.ORGANISATION,
    }),
    Action("intake.drafts", "See my own drafts", _ANYONE_IN_CARE),
)
