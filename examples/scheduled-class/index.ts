import * as pulumi from "@pulumi/pulumi";
import { joinUrl, Room } from "pulumi-enablex";

const config = new pulumi.Config();

// Opens 15 minutes before the start. In a lecture, the teacher speaks, and students ask for permission to speak.
const lesson = new Room("math-101", {
  name: "Mathematics 101",
  kind: "scheduled",
  scheduledTime: config.get("startsAt") ?? "2030-01-07T09:00:00+05:30",
  durationMinutes: 60,
  mode: "lecture",
  participants: config.getNumber("students") ?? 30,
  autoRecording: true,
});

export const studentUrl = lesson.participantUrl;

// Skips the page that asks for a name. It is a secret, like the link that it is computed from.
export const teacherUrl = joinUrl(lesson.moderatorUrl, { name: "Teacher", landing: false });
