/** One item of a custom menu, as its JSON has it. */
export interface MenuButton {
  readonly type?: string;
  readonly name: string;
  readonly key?: string;
  readonly url?: string;
  readonly media_id?: string;
  readonly article_id?: string;
  readonly appid?: string;
  readonly pagepath?: string;
  readonly sub_button?: readonly MenuButton[];
}

export interface Menu {
  readonly menuId: string;
  readonly button: readonly MenuButton[];
}

export interface ConditionalMenu extends Menu {
  readonly matchrule: { readonly tag_id?: string; readonly client_platform_type?: string };
}

/** Every item that can be tapped, those below a sub-menu included. */
export function tappable(menu: Menu): readonly MenuButton[] {
  return menu.button.flatMap((button) =>
    button.sub_button !== undefined && button.sub_button.length > 0 ? button.sub_button : [button],
  );
}

/** The menu that a person sees: the newest conditional one that matches, else the ordinary one. */
export function menuFor(
  menus: {
    readonly menu: Menu | undefined;
    readonly conditionalMenus: Map<string, ConditionalMenu>;
  },
  person: { readonly tagIds: ReadonlySet<number>; readonly profile: { readonly client: number } },
): Menu | undefined {
  const matching = [...menus.conditionalMenus.values()].filter(
    ({ matchrule }) =>
      (!matchrule.tag_id || person.tagIds.has(Number(matchrule.tag_id))) &&
      (!matchrule.client_platform_type ||
        Number(matchrule.client_platform_type) === person.profile.client),
  );
  return matching.at(-1) ?? menus.menu;
}
