// Evaluates forms as the browser does: a line of JSON in (a form's generated file, and answers), a line of outcomes out.
import { createInterface } from "node:readline";

const S = await import(process.argv[2]);

for await (const line of createInterface({ input: process.stdin })) {
  const { module, cases } = JSON.parse(line);
  const url = `data:text/javascript;base64,${Buffer.from(module).toString("base64")}`;
  const form = (await import(url)).default(S);
  console.log(JSON.stringify(cases.map(({ answers, context }) => S.evaluate(form, answers, context))));
}
