import { declaredAs, doesNothing, dynamicType, Nothing, names } from "./support";

for (const name of names) {
  const content = { participants: 30, declaredAs: declaredAs(name), ...doesNothing };
  new Nothing(dynamicType, name, content, ["moderatorUrl"]);
}
