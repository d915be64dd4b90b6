// Judges forms as the browser does: a line of JSON in (a form's generated file, and answers or what stands in the fields),
// a line of outcomes out.
import { createInterface } from "node:readline";

const S = await import(process.argv[2]);
const { judge } = await import(new URL("fields.js", process.argv[2]));

const outcome = (form, { typed, answers, context }) =>
  typed ? judge(form, typed, context, S) : S.evaluate(form, answers, context);

for await (const line of createInterface({ input: process.stdin })) {
  const { module, cases } = JSON.parse(line);
  const url = `data:text/javascript;base64,${Buffer.from(module).toString("base64")}`;
  const form = (await import(url)).default(S);
  console.log(JSON.stringify(cases.map((one) => outcome(form, one))));
}
