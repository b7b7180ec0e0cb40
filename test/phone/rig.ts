import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { type Clock, systemClock } from "../../src/clock.ts";
import { explain } from "../../src/commands/phoneParts.ts";
import { readPushXml } from "../../src/protocol/pushXml.ts";
import { writeXml, type XmlElement } from "../../src/protocol/xml.ts";
import { type Phone, type PhoneOptions, startPhone } from "../../src/simulator/phone/phone.ts";
import type { Orders } from "../../src/simulator/phone/wireOrders.ts";
import { createPusher } from "../../src/simulator/pusher/pusher.ts";
import { createDelivery, type Delivery } from "../../src/simulator/pusher/pusherDelivery.ts";
import { httpTransport } from "../../src/simulator/pusher/pusherHttp.ts";
import { type Simulator, startSimulator } from "../../src/simulator/simulator.ts";
import type { Account } from "../../src/simulator/world/account.ts";

const QUIET = { info: () => {}, warn: () => {}, error: () => {} };

/** An order's answer, whose body is small and flat. */
export interface Answered {
  readonly status: number;
  readonly body: Readonly<Record<string, string>>;
}

export interface PhoneRig {
  readonly phone: Phone;
  readonly simulator: Simulator;
  readonly account: Account;
  readonly delivery: Delivery;
  /** Sends an order as the page does. */
  order<P extends keyof Orders>(path: P, body: Orders[P]): Promise<Answered>;
  /** Sends anything as the page might. */
  post(path: string, body: unknown): Promise<Answered>;
  get(path: string): Promise<Response>;
}

/** The page for a server that is not ours, and says back what it hears, in plain mode. */
export async function openPhoneRig(
  options: Partial<PhoneOptions> = {},
  clock: Clock = systemClock,
): Promise<PhoneRig> {
  const url = await startEcho();
  const simulator = await startSimulator({ clock });
  const { platform, faults } = simulator;
  const account = platform.addAccount({
    name: "Rig",
    speechRecognition: true,
    server: { url, token: "token", mode: "plain" },
  });
  const pusher = createPusher({ clock, transport: httpTransport });
  const delivery = createDelivery(platform, pusher);
  const phone = await startPhone({
    ...{ platform, account, delivery, faults, explain, log: QUIET, port: 0 },
    bot: { state: "foreign", name: "", url },
    controls: { moveTime: async () => {}, slow: () => {}, loseNext: () => {} },
    ...options,
  });
  onTestFinished(async () => {
    delivery.close();
    await phone.close();
    await simulator.close();
  });
  const post = async (path: string, body: unknown) => {
    const headers = { origin: phone.address, "content-type": "application/json" };
    const answer = await fetch(`${phone.address}${path}`, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as Answered["body"] };
  };
  const get = (path: string) => fetch(`${phone.address}${path}`);
  return { phone, simulator, account, delivery, post, order: post, get };
}

/** What arrives comes back: texts as they are, of everything else all that a person could set. */
function startEcho(): Promise<string> {
  const server = createServer((req, res) => {
    let xml = "";
    req.setEncoding("utf8").on("data", (more) => {
      xml += more;
    });
    req.on("end", () => {
      const push = readOrWhole(xml);
      const said = Object.entries(push).flatMap(([name, value]) =>
        typeof value === "string" && !HEAD.has(name) ? [value] : [],
      );
      const reply = {
        ToUserName: push.FromUserName as string,
        FromUserName: push.ToUserName as string,
        CreateTime: 1_700_000_000,
        MsgType: "text",
        Content: said.join(" ").slice(0, 600) || "nothing",
      };
      res.writeHead(200, { "content-type": "text/xml" });
      res.end(writeXml(reply));
    });
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    });
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
  });
}

/** A document that a tester made unreadable, by an AppID that is none for example, comes back whole. */
function readOrWhole(xml: string): XmlElement {
  try {
    return readPushXml(xml);
  } catch {
    const head = (name: string) => xml.split(`<${name}><![CDATA[`)[1]?.split("]]>")[0] ?? "";
    const [ToUserName, FromUserName] = [head("ToUserName"), head("FromUserName")];
    return { ToUserName, FromUserName, Content: xml.slice(xml.indexOf("<MsgType>")) };
  }
}

const HEAD = new Set(["ToUserName", "FromUserName", "CreateTime", "MsgType", "MsgId"]);
