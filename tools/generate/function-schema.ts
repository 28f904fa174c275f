import { embedArguments } from "../../provider/room/embed";
import { joinArguments } from "../../provider/room/join-link";
import { moderatorArguments, roomArguments, roomsArguments } from "../../provider/room-info";
import { argumentsSpec, argumentTypes } from "./arguments";
import { roomInfo, roomInfoAlways } from "./room-schema";
import { list, object, type Spec, token } from "./spec";

/** The functions of the package. */
export const packageFunctions = (): Spec => ({
  [token("getRoom")]: {
    description: "Reads a room from the API. The result does not include the moderator link.",
    inputs: argumentsSpec("GetRoom", roomArguments),
    outputs: object("", roomInfo(), roomInfoAlways),
  },
  [token("getRooms")]: {
    description: "Reads all rooms of a project from the API, including rooms that this stack did not create.",
    inputs: argumentsSpec("GetRooms", roomsArguments),
    outputs: result("rooms", { ...list("RoomInfo"), description: "The rooms, oldest first." }),
  },
  [token("getRoomUsers")]: {
    description: "Reads the people who are in a room now.",
    inputs: argumentsSpec("GetRoomUsers", roomArguments),
    outputs: result("users", { ...list("RoomUser"), description: "Empty if nobody is in the room." }),
  },
  [token("joinUrl")]: {
    description: "Adds the documented query parameters to a meeting link. Sends no request.",
    inputs: argumentsSpec("JoinUrl", joinArguments),
    outputs: result("url", {
      type: "string",
      description: "The link; a secret if an argument is a secret.",
    }),
  },
  [token("embedHtml")]: {
    description:
      "Returns the IFRAME that embeds a meeting in a web page. The page must be served over https from a domain on the portal's whitelist. Sends no request.",
    inputs: argumentsSpec("EmbedHtml", embedArguments),
    outputs: result("html", {
      type: "string",
      description: "The IFRAME; a secret if an argument is a secret.",
    }),
  },
  [token("moderatorUrl")]: {
    description:
      "Computes the moderator link of any room of the project from the configuration. Sends no request. Only the form that accepts outputs, such as `moderator_url_output` in Python, returns a secret; the plain form returns plain text.",
    inputs: argumentsSpec("ModeratorUrl", moderatorArguments),
    outputs: result("url", {
      type: "string",
      description: "The link. Anyone who has it can host the meeting.",
      secret: true,
    }),
  },
});

/** The types of their arguments and results. */
export const functionTypes = (): Spec => ({
  [token("RoomInfo")]: object("A room, as the API returns it.", roomInfo(), roomInfoAlways),
  [token("RoomUser")]: object("A person in a room.", {
    name: { type: "string", description: "Name that the person joined with." },
    userRef: { type: "string", description: "Your own reference for the person." },
    role: { type: "string", description: "`moderator`, `participant`, `viewer` or `audience`." },
  }),
  ...argumentTypes("JoinUrl", joinArguments),
});

const result = (name: string, property: Spec): Spec => object("", { [name]: property }, [name]);
