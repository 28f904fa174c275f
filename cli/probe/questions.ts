import type { Question } from "./question";
import { kept } from "./questions/data";
import { errors } from "./questions/errors";
import { lists } from "./questions/list";
import { optional } from "./questions/optional-settings";
import { others } from "./questions/other";
import { responses } from "./questions/responses";
import { schedule } from "./questions/schedule";
import { settings } from "./questions/settings";
import { subscription } from "./questions/subscription";
import { updates } from "./questions/updates";

/**
 * The assumptions about the live service, in the order of the tests: first those that others depend on, last
 * those that may take many requests.
 */
export const questions: Question[] = [
  ...responses,
  ...errors,
  ...kept,
  ...lists,
  ...updates,
  ...settings,
  ...subscription,
  ...schedule,
  ...optional,
  ...others,
];
