import type { AccountSettings } from "../world/account.ts";
import { articlePage } from "./articlePage.ts";
import { authorisationPage } from "./authorisationPage.ts";
import type { AsComponent, Call, Endpoint, Request } from "./call.ts";
import * as agents from "./calls/agentCalls.ts";
import * as comments from "./calls/commentCalls.ts";
import * as component from "./calls/componentCalls.ts";
import * as custom from "./calls/customMessages.ts";
import * as drafts from "./calls/draftCalls.ts";
import * as figures from "./calls/followerFigures.ts";
import * as mass from "./calls/massCalls.ts";
import * as media from "./calls/mediaCalls.ts";
import * as menus from "./calls/menuCalls.ts";
import * as webPages from "./calls/pageCalls.ts";
import * as publishing from "./calls/publishCalls.ts";
import * as qr from "./calls/qrCalls.ts";
import * as statistics from "./calls/statisticsCalls.ts";
import * as templates from "./calls/templateCalls.ts";
import * as tokens from "./calls/tokenCalls.ts";
import * as users from "./calls/userCalls.ts";
import * as web from "./calls/webCalls.ts";
import type { Right } from "./rights.ts";
import * as utilities from "./utilities.ts";
import * as pages from "./webPages.ts";

type Method = Endpoint["method"];
type Limits = Pick<Endpoint, "day" | "minute" | "plainErrors">;

/** Whose sets let a component in. Newer pages name 100 and 101 beside the old ones. */
const MESSAGES = [1, 6, 19, 100, 101];
const AGENTS = [6, 1, 100, 101];
const USERS = [2, 100];
const CODES = [3];
const NOTIFY = [7, 100, 101];
const MATERIAL = [11];
const MENUS = [15];
const NOTICES = [89];
const DRAFTS = [7, 11, 100];
const PUBLISHING = [7, 100];
const WEB = [4];

/** An endpoint that an account's token opens. */
function own(
  method: Method,
  path: string,
  right: Right,
  sets: readonly number[],
  handle: (call: Call) => unknown,
  limits: Limits = {},
): Endpoint {
  return { as: "account", method, path, right, sets, handle, ...limits };
}

/** An endpoint that a component's own token opens. */
function ofComponent(path: string, handle: (call: AsComponent) => unknown): Endpoint {
  return { as: "component", method: "POST", path, handle };
}

/** An endpoint that no token opens: it knows its caller otherwise, or is a page. */
function open(
  method: Method,
  path: string,
  handle: (call: Request) => unknown,
  limits: Limits = {},
): Endpoint {
  return { as: "anybody", method, path, handle, ...limits };
}

const day = (ordinary: number, test = ordinary) => ({ day: [ordinary, test] as const });
const PLAIN = { plainErrors: true } as const;

/** Every endpoint: path, method, right, permission sets, handler, limits (outbound 8.1). */
export const ENDPOINTS: readonly Endpoint[] = [
  // 1 Tokens and utilities
  open("GET", "/cgi-bin/token", tokens.giveToken),
  open("POST", "/cgi-bin/stable_token", tokens.giveStableToken),
  own("POST", "/cgi-bin/clear_quota", "none", [], utilities.clearQuota),
  open("POST", "/cgi-bin/clear_quota/v2", utilities.clearQuotaBySecret),
  own("POST", "/cgi-bin/openapi/quota/get", "none", [], utilities.quotaOf(limitsOf)),
  own("POST", "/cgi-bin/openapi/quota/clear", "none", [], utilities.clearApiQuota(limitsOf)),
  own("POST", "/cgi-bin/openapi/rid/get", "none", [], utilities.requestOf),
  own("GET", "/cgi-bin/getcallbackip", "none", [], utilities.ownAddresses),
  own("GET", "/cgi-bin/get_api_domain_ip", "none", [], utilities.ownAddresses),
  own("POST", "/cgi-bin/callback/check", "none", [], utilities.checkCallback),

  // 2 Customer service
  own(
    "POST",
    "/cgi-bin/message/custom/send",
    "customerService",
    MESSAGES,
    custom.sendCustom,
    day(500_000, 50_000),
  ),
  own("POST", "/cgi-bin/message/custom/typing", "customerService", MESSAGES, custom.showTyping),
  own("POST", "/customservice/kfaccount/add", "customerService", AGENTS, agents.addAgent),
  own("POST", "/customservice/kfaccount/update", "customerService", AGENTS, agents.updateAgent),
  own("ANY", "/customservice/kfaccount/del", "customerService", AGENTS, agents.deleteAgent),
  own(
    "POST",
    "/customservice/kfaccount/uploadheadimg",
    "customerService",
    AGENTS,
    agents.setHeadImage,
  ),
  own(
    "POST",
    "/customservice/kfaccount/inviteworker",
    "customerService",
    AGENTS,
    agents.inviteAgent,
  ),
  own("GET", "/cgi-bin/customservice/getkflist", "customerService", AGENTS, agents.listAgents),
  own(
    "GET",
    "/cgi-bin/customservice/getonlinekflist",
    "customerService",
    AGENTS,
    agents.listOnlineAgents,
  ),
  own("POST", "/customservice/kfsession/create", "customerService", AGENTS, agents.createSession),
  own("POST", "/customservice/kfsession/close", "customerService", AGENTS, agents.closeSession),
  own("GET", "/customservice/kfsession/getsession", "customerService", AGENTS, agents.getSession),
  own(
    "GET",
    "/customservice/kfsession/getsessionlist",
    "customerService",
    AGENTS,
    agents.listSessions,
  ),
  own("GET", "/customservice/kfsession/getwaitcase", "customerService", AGENTS, agents.listWaiting),
  own(
    "POST",
    "/customservice/msgrecord/getmsglist",
    "customerService",
    AGENTS,
    agents.listRecords,
    day(5_000),
  ),

  // 4 Template, subscription and mass messages
  own(
    "POST",
    "/cgi-bin/message/template/send",
    "templates",
    NOTIFY,
    templates.sendTemplate,
    day(100_000),
  ),
  own("POST", "/cgi-bin/template/api_set_industry", "templates", NOTIFY, templates.setIndustry),
  own("GET", "/cgi-bin/template/get_industry", "templates", NOTIFY, templates.getIndustry),
  own("POST", "/cgi-bin/template/api_add_template", "templates", NOTIFY, templates.addTemplate),
  own(
    "GET",
    "/cgi-bin/template/get_all_private_template",
    "templates",
    NOTIFY,
    templates.listTemplates,
  ),
  own(
    "POST",
    "/cgi-bin/template/del_private_template",
    "templates",
    NOTIFY,
    templates.deleteTemplate,
  ),
  own("POST", "/wxa/sec/queryblocktmplmsg", "templates", NOTIFY, templates.listBlocked),
  own(
    "POST",
    "/cgi-bin/message/template/subscribe",
    "oneTime",
    NOTIFY,
    templates.sendOneTime,
    day(100_000),
  ),
  own("POST", "/cgi-bin/message/subscribe/bizsend", "notices", NOTICES, templates.sendNotice),
  own("POST", "/wxaapi/newtmpl/addtemplate", "notices", NOTICES, templates.addNotice),
  own("POST", "/wxaapi/newtmpl/deltemplate", "notices", NOTICES, templates.deleteNotice),
  own("GET", "/wxaapi/newtmpl/gettemplate", "notices", NOTICES, templates.listNotices),
  own("GET", "/wxaapi/newtmpl/getcategory", "notices", NOTICES, templates.listCategories),
  own("GET", "/wxaapi/newtmpl/getpubtemplatetitles", "notices", NOTICES, templates.listTitles),
  own("GET", "/wxaapi/newtmpl/getpubtemplatekeywords", "notices", NOTICES, templates.listKeywords),
  own("POST", "/cgi-bin/message/mass/sendall", "massSend", NOTIFY, mass.sendToAll, {
    ...day(100),
    minute: 60,
  }),
  own("POST", "/cgi-bin/message/mass/send", "massSendToList", NOTIFY, mass.sendToList, {
    ...day(100),
    minute: 60,
  }),
  own("POST", "/cgi-bin/message/mass/preview", "massSend", NOTIFY, mass.preview, day(100)),
  own("POST", "/cgi-bin/message/mass/delete", "massSend", NOTIFY, mass.deleteMass, day(10)),
  own("POST", "/cgi-bin/message/mass/get", "massSend", NOTIFY, mass.massStatus),
  own("POST", "/cgi-bin/message/mass/speed/get", "massSend", NOTIFY, mass.getSpeed),
  own("POST", "/cgi-bin/message/mass/speed/set", "massSend", NOTIFY, mass.setSpeed),

  // 5 Media
  own("POST", "/cgi-bin/media/upload", "media", MATERIAL, media.uploadMedia, day(100_000, 500)),
  own("GET", "/cgi-bin/media/get", "media", MATERIAL, media.getMedia, {
    ...day(200_000, 1_000),
    ...PLAIN,
  }),
  own("GET", "/cgi-bin/media/get/jssdk", "media", MATERIAL, media.getSpeex, {
    ...day(200_000, 1_000),
    ...PLAIN,
  }),
  own("POST", "/cgi-bin/material/add_material", "media", MATERIAL, media.addMaterial),
  own("POST", "/cgi-bin/material/get_material", "media", MATERIAL, media.getMaterial),
  own("POST", "/cgi-bin/material/del_material", "media", MATERIAL, media.deleteMaterial),
  own("GET", "/cgi-bin/material/get_materialcount", "media", MATERIAL, media.countMaterial),
  own("POST", "/cgi-bin/material/batchget_material", "media", MATERIAL, media.listMaterial),
  own("POST", "/cgi-bin/media/uploadimg", "media", MATERIAL, media.uploadPicture),

  // 5 Drafts, publications, comments, statistics
  own("POST", "/cgi-bin/draft/add", "none", DRAFTS, drafts.addDraft),
  own("POST", "/cgi-bin/draft/update", "none", DRAFTS, drafts.updateDraft),
  own("POST", "/cgi-bin/draft/get", "none", DRAFTS, drafts.getDraft),
  own("POST", "/cgi-bin/draft/delete", "none", DRAFTS, drafts.deleteDraft),
  own("GET", "/cgi-bin/draft/count", "none", DRAFTS, drafts.countDrafts),
  own("POST", "/cgi-bin/draft/batchget", "none", DRAFTS, drafts.listDrafts),
  own("POST", "/cgi-bin/freepublish/submit", "publishing", PUBLISHING, publishing.submitDraft),
  own("POST", "/cgi-bin/freepublish/get", "publishing", PUBLISHING, publishing.publicationStatus),
  own(
    "POST",
    "/cgi-bin/freepublish/delete",
    "publishing",
    PUBLISHING,
    publishing.deletePublication,
  ),
  own(
    "POST",
    "/cgi-bin/freepublish/getarticle",
    "publishing",
    PUBLISHING,
    publishing.getPublication,
  ),
  own(
    "POST",
    "/cgi-bin/freepublish/batchget",
    "publishing",
    PUBLISHING,
    publishing.listPublications,
  ),
  own("POST", "/cgi-bin/comment/open", "publishing", PUBLISHING, comments.openComments),
  own("POST", "/cgi-bin/comment/close", "publishing", PUBLISHING, comments.closeComments),
  own("POST", "/cgi-bin/comment/list", "publishing", PUBLISHING, comments.listComments),
  own("POST", "/cgi-bin/comment/markelect", "publishing", PUBLISHING, comments.electComment),
  own("POST", "/cgi-bin/comment/unmarkelect", "publishing", PUBLISHING, comments.unelectComment),
  own("POST", "/cgi-bin/comment/delete", "publishing", PUBLISHING, comments.deleteComment),
  own("POST", "/cgi-bin/comment/reply/add", "publishing", PUBLISHING, comments.replyToComment),
  own("POST", "/cgi-bin/comment/reply/delete", "publishing", PUBLISHING, comments.deleteReply),
  own("POST", "/datacube/getusersummary", "publishing", USERS, figures.followerSummary),
  own("POST", "/datacube/getusercumulate", "publishing", USERS, figures.followerTotal),
  own("POST", "/datacube/getarticleread", "publishing", PUBLISHING, statistics.articleReads),
  own("POST", "/datacube/getarticleshare", "publishing", PUBLISHING, statistics.articleShares),
  own("POST", "/datacube/getbizsummary", "publishing", PUBLISHING, statistics.articleSummary),
  own("POST", "/datacube/getarticletotaldetail", "publishing", PUBLISHING, statistics.articleTotal),

  // 6 Users, QR codes, web authorisation, menus
  own("GET", "/cgi-bin/user/info", "users", USERS, users.userInfo, day(5_000_000, 500_000)),
  own("POST", "/cgi-bin/user/info/batchget", "users", USERS, users.userInfos),
  own("GET", "/cgi-bin/user/get", "users", USERS, users.listUsers, day(500, 100)),
  own("POST", "/cgi-bin/user/info/updateremark", "remarks", USERS, users.setRemark, day(10_000)),
  own("POST", "/cgi-bin/tags/create", "users", USERS, users.createTag, day(1_000, 100)),
  own("GET", "/cgi-bin/tags/get", "users", USERS, users.listTags, day(1_000, 100)),
  own("POST", "/cgi-bin/tags/update", "users", USERS, users.renameTag, day(1_000, 100)),
  own("POST", "/cgi-bin/tags/delete", "users", USERS, users.deleteTag),
  own("POST", "/cgi-bin/user/tag/get", "users", USERS, users.listTagged),
  own(
    "POST",
    "/cgi-bin/tags/members/batchtagging",
    "users",
    USERS,
    users.tagUsers,
    day(100_000, 1_000),
  ),
  own("POST", "/cgi-bin/tags/members/batchuntagging", "users", USERS, users.untagUsers),
  own("POST", "/cgi-bin/tags/getidlist", "users", USERS, users.tagsOfUser),
  own("POST", "/cgi-bin/tags/members/getblacklist", "users", USERS, users.listBlacklisted),
  own("POST", "/cgi-bin/tags/members/batchblacklist", "users", USERS, users.blacklist),
  own("POST", "/cgi-bin/tags/members/batchunblacklist", "users", USERS, users.unblacklist),
  own("POST", "/cgi-bin/changeopenid", "users", USERS, users.changeOpenids),
  own("POST", "/cgi-bin/shorten/gen", "publishing", CODES, webPages.makeShortKey),
  own("POST", "/cgi-bin/shorten/fetch", "publishing", CODES, webPages.readShortKey),
  own("GET", "/cgi-bin/ticket/getticket", "publishing", WEB, webPages.getTicket, day(1_000_000)),
  own("POST", "/cgi-bin/qrcode/create", "qrCodes", CODES, qr.createQrCode, {
    ...day(100_000, 10_000),
    ...PLAIN,
  }),
  open("GET", "/cgi-bin/showqrcode", qr.showQrCode),
  open("GET", "/sns/oauth2/access_token", web.exchangeCode, PLAIN),
  open("GET", "/sns/oauth2/refresh_token", web.refreshWebToken, PLAIN),
  open("GET", "/sns/oauth2/component/access_token", web.exchangeCodeAsComponent, PLAIN),
  open("GET", "/sns/oauth2/component/refresh_token", web.refreshWebTokenAsComponent, PLAIN),
  open("GET", "/sns/userinfo", web.webUserInfo, PLAIN),
  open("GET", "/sns/auth", web.checkWebToken, PLAIN),
  own("POST", "/cgi-bin/menu/create", "menus", MENUS, menus.createMenu, day(1_000, 100)),
  own("GET", "/cgi-bin/menu/get", "menus", MENUS, menus.getMenu, day(10_000, 1_000)),
  own("GET", "/cgi-bin/menu/delete", "menus", MENUS, menus.deleteMenu, day(1_000, 100)),
  own("GET", "/cgi-bin/get_current_selfmenu_info", "menus", MENUS, menus.currentMenu),
  own(
    "POST",
    "/cgi-bin/menu/addconditional",
    "conditionalMenus",
    MENUS,
    menus.addConditionalMenu,
    day(2_000),
  ),
  own(
    "POST",
    "/cgi-bin/menu/delconditional",
    "conditionalMenus",
    MENUS,
    menus.deleteConditionalMenu,
    day(2_000),
  ),
  own("POST", "/cgi-bin/menu/trymatch", "conditionalMenus", MENUS, menus.tryMatch, day(20_000)),

  // 7 Third-party platforms
  open("POST", "/cgi-bin/component/api_start_push_ticket", component.startTickets),
  open("POST", "/cgi-bin/component/api_component_token", component.giveComponentToken),
  ofComponent("/cgi-bin/component/api_create_preauthcode", component.createPreAuthCode),
  ofComponent("/cgi-bin/component/api_query_auth", component.queryAuth),
  ofComponent("/cgi-bin/component/api_authorizer_token", component.refreshAuthorizerToken),
  ofComponent("/cgi-bin/component/api_get_authorizer_info", component.authorizerInfo),
  ofComponent("/cgi-bin/component/api_get_authorizer_list", component.listAuthorizers),
  ofComponent("/cgi-bin/component/api_get_authorizer_option", component.getOption),
  ofComponent("/cgi-bin/component/api_set_authorizer_option", component.setOption),
  ofComponent("/cgi-bin/component/clear_quota", utilities.clearQuotaAsComponent),
  open("POST", "/cgi-bin/component/clear_quota/v2", utilities.clearQuotaByComponentSecret),

  // Pages, which WeChat serves on other hosts
  open("ANY", "/cgi-bin/componentloginpage", authorisationPage),
  open("ANY", "/wxaopen/safe/bindcomponent", authorisationPage),
  open("ANY", "/safe/bindcomponent", authorisationPage),
  open("GET", "/connect/oauth2/authorize", pages.webAuthorisationPage),
  open("GET", "/mp/subscribemsg", pages.oneTimePage),
  open("GET", "/s", articlePage),
  open("GET", "/simulator/file", pages.showFile),
];

const byPath = new Map(ENDPOINTS.map((endpoint) => [endpoint.path, endpoint]));

export function endpointAt(path: string): Endpoint | undefined {
  return byPath.get(path);
}

function limitsOf(
  path: string,
  settings: AccountSettings,
): { readonly day: number; readonly minute: number } | undefined {
  const endpoint = byPath.get(path);
  if (endpoint === undefined) return undefined;
  const own = settings.quotas[path];
  return {
    day: own?.day ?? endpoint.day?.[settings.type === "test" ? 1 : 0] ?? 0,
    minute: own?.minute ?? endpoint.minute ?? 0,
  };
}
