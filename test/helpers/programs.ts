import { execFileSync } from "node:child_process";

/** Whether this machine has a program: `asking` makes it say something and end. */
export function hasProgram(name: string, asking: string): boolean {
  try {
    execFileSync(name, [asking], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
