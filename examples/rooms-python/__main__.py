"""A permanent and a scheduled room."""

import pulumi
import pulumi_enablex as enablex

standup = enablex.Room("standup", name="Daily stand-up", participants=8)

math = enablex.Room(
    "math-101",
    name="Mathematics 101",
    kind=enablex.RoomKind.SCHEDULED,
    scheduled_time="2030-12-02T09:00:00+05:30",
    duration_minutes=60,
    mode=enablex.RoomMode.LECTURE,
    participants=30,
)

teacher = enablex.join_url_output(url=math.moderator_url, name="Teacher", landing=False)

pulumi.export("standupUrl", standup.participant_url)
pulumi.export("standupHostUrl", standup.moderator_url)  # a secret
pulumi.export("mathUrl", math.participant_url)
pulumi.export("mathTeacherUrl", teacher.url)  # a secret too
