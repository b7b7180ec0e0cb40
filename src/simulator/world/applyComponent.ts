import { type Component, createComponent } from "./component.ts";
import type { Reducers, World } from "./world.ts";

/** Old tickets are of use only until they expire; the newest few cover that. */
const TICKETS_KEPT = 80;

/** How events change third-party platforms and what accounts granted them. */
export const applyToComponent: Reducers = {
  "component.created": (world, { settings }) => {
    world.components.set(settings.appId, createComponent(settings));
  },
  "component.changed": (world, { componentAppId, change }) => {
    const component = componentIn(world, componentAppId);
    component.settings = { ...component.settings, ...change };
  },
  "component.ticket": (world, { componentAppId, ticket, at }) => {
    const component = componentIn(world, componentAppId);
    component.tickets = [...component.tickets, { ticket, at }].slice(-TICKETS_KEPT);
  },
  "component.preAuthCode": (world, { componentAppId, code, expiresAt }) => {
    componentIn(world, componentAppId).preAuthCodes.set(code, expiresAt);
  },
  "component.authorised": (world, event) => {
    const component = componentIn(world, event.componentAppId);
    const before = component.authorisations.get(event.appId);
    component.preAuthCodes.delete(event.preAuthCode);
    component.codes.set(event.code, {
      code: event.code,
      appId: event.appId,
      expiresAt: event.codeExpiresAt,
    });
    component.authorisations.set(event.appId, {
      appId: event.appId,
      sets: event.sets,
      refreshToken: event.refreshToken,
      at: event.at,
      redeemed: false,
      tokens: before?.tokens ?? [],
    });
  },
  "component.confirmed": (world, { componentAppId, appId, setId }) => {
    const authorisation = componentIn(world, componentAppId).authorisations.get(appId);
    if (authorisation === undefined) return;
    authorisation.sets = authorisation.sets.map((set) =>
      set.id === setId ? { ...set, confirmed: true } : set,
    );
  },
  "component.codeRedeemed": (world, { componentAppId, code }) => {
    const component = componentIn(world, componentAppId);
    const appId = component.codes.get(code)?.appId;
    component.codes.delete(code);
    const authorisation = component.authorisations.get(appId ?? "");
    if (authorisation !== undefined) authorisation.redeemed = true;
  },
  "component.unauthorised": (world, { componentAppId, appId }) => {
    const component = componentIn(world, componentAppId);
    const { tokens = [] } = component.authorisations.get(appId) ?? {};
    component.authorisations.delete(appId);
    // Remembered, so that a call with one of them is told why it does not work any more.
    for (const { token } of tokens) component.cancelledTokens.add(token);
    for (const [code, grant] of component.codes) {
      if (grant.appId === appId) component.codes.delete(code);
    }
  },
};

function componentIn(world: World, appId: string): Component {
  const component = world.components.get(appId);
  if (component === undefined) throw new Error(`The timeline has no component ${appId}.`);
  return component;
}
