import { link } from "./links.ts";
import { firstText, type Loose, object, text } from "./loose.ts";
import { joined, type Sheet } from "./sheet.ts";

/** A spot in degrees, as entities and other channels' attachments name it. */
interface Place {
  readonly latitude: number;
  readonly longitude: number;
  readonly name: string;
  readonly address: string;
}

/** Reads `GeoCoordinates`, or a `Place` around them; undefined for everything else. */
export function readPlace(value: Loose): Place | undefined {
  const geo = text(value.type) === "Place" ? object(value.geo) : value;
  const [latitude, longitude] = [degrees(geo.latitude, 90), degrees(geo.longitude, 180)];
  if (latitude === undefined || longitude === undefined) return undefined;
  const { address } = value;
  const street = firstText(address, object(address).streetAddress);
  return { latitude, longitude, name: firstText(value.name, geo.name), address: street };
}

function degrees(value: unknown, most: number): number | undefined {
  return typeof value === "number" && Math.abs(value) <= most ? value : undefined;
}

/** A place in words with a map; WeChat lets an account send no location message. */
export function writePlace({ latitude, longitude, name, address }: Place, sheet: Sheet): void {
  const title = encodeURIComponent(name || sheet.phrases.map).slice(0, 300);
  // The address service of Tencent's maps, which WeChat's own browser opens.
  const marker = `coord:${latitude},${longitude};title:${title.replace(/%.?$/, "")}`;
  const url = `https://apis.map.qq.com/uri/v1/marker?marker=${marker}&referer=wechat`;
  sheet.words(joined([name, address === name ? "" : address]), link(sheet.phrases.map, url));
}
