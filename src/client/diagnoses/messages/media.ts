import { type Family, say } from "../entry.ts";

/** Pictures, voices, videos and thumbnails. */

/** A media file, or the id of one, is wrong. */
export const MEDIA: Family = {
  trigger: say(
    "A file is uploaded, or a message refers to media by id.",
    "上传文件，或消息按编号引用媒体时发生。",
  ),
  purpose: say(
    "Every phone must be able to show it at once, so formats and sizes are narrow.",
    "媒体须能在所有手机上立即显示，因此格式和大小的限制很严。",
  ),
  checks: [
    say(
      "Check the file itself, not its name: its type, size, and for sound and film its length.",
      "检查文件本身而不是文件名：类型、大小，音视频还要看时长。",
    ),
    say(
      "Check that the `media_id` came from an upload of this account and has not run out.",
      "确认 `media_id` 来自本账号的上传且没有过期。",
    ),
    say(
      "Send the message as text with a link meanwhile, so that the follower has an answer.",
      "在此期间先用带链接的文本回复，让用户得到答复。",
    ),
  ],
  retry: "after-mending",
  route: ["customer-service", "passive"],
  codes: {
    40004: {
      errmsg: "invalid media type",
      en: "The `type` of the upload is not `image`, `voice`, `video` or `thumb`.",
      zh: "上传的 `type` 不是 `image`、`voice`、`video` 或 `thumb`。",
    },
    40005: {
      errmsg: "invalid file type",
      en: "The file is of a format that this kind of media does not take.",
      zh: "文件格式不符合该媒体类型的要求。",
      first: say(
        "Convert it: PNG, JPEG or GIF for pictures, AMR or MP3 for voice, MP4 for video, JPG for thumbnails.",
        "转换格式：图片用 PNG、JPEG 或 GIF，语音用 AMR 或 MP3，视频用 MP4，缩略图用 JPG。",
      ),
    },
    40006: {
      errmsg: "invalid meida size",
      en: "The uploaded file is larger than its kind allows.",
      zh: "上传的文件超过该类型的大小上限。",
    },
    40009: {
      errmsg: "invalid image size",
      en: "The picture is too large.",
      zh: "图片超过大小上限。",
      first: say(
        "Scale it down or compress it; 2 MB is safe everywhere, 1 MB inside articles.",
        "缩小或压缩图片：2 MB 以内处处可用，图文内的图片须在 1 MB 以内。",
      ),
    },
    40010: {
      errmsg: "invalid voice size",
      en: "The voice file is too large.",
      zh: "语音文件超过大小上限。",
      first: say("Keep it under 2 MB and 60 seconds.", "控制在 2 MB、60 秒以内。"),
    },
    40011: {
      errmsg: "invalid video size",
      en: "The video file is too large.",
      zh: "视频文件超过大小上限。",
      first: say("Keep it under 10 MB, or send a link.", "控制在 10 MB 以内，或改发链接。"),
    },
    40012: {
      errmsg: "invalid thumb size",
      en: "The thumbnail is too large.",
      zh: "缩略图超过大小上限。",
      first: say("Keep it under 64 KB, as JPG.", "使用 64 KB 以内的 JPG。"),
    },
    40067: {
      errmsg: "invalid tvid",
      en: "The id of the Tencent video is not valid.",
      zh: "腾讯视频编号不合法。",
    },
    40113: {
      errmsg: "unsupported file type",
      en: "WeChat does not take this type of file at all.",
      zh: "微信完全不接受这种类型的文件。",
    },
    40128: {
      errmsg: "invalid media id! must be uploaded by api(cgi-bin/material/add_material)",
      en: "The media must be permanent material, and this id is not.",
      zh: "此处必须使用永久素材，而该 `media_id` 不是。",
      first: say(
        "Upload the file with `cgi-bin/material/add_material` and use the id that it gives.",
        "用 `cgi-bin/material/add_material` 上传，再使用返回的编号。",
      ),
    },
    40137: {
      errmsg: "invalid image format",
      en: "The picture's format is not supported.",
      zh: "图片格式不受支持。",
      first: say(
        "Save it as JPEG or PNG; the ending of the file name alone changes nothing.",
        "另存为 JPEG 或 PNG；只改文件后缀没有用。",
      ),
    },
    40141: {
      errmsg: "invalid image url",
      en: "The address of the picture cannot be used.",
      zh: "图片地址无法使用。",
    },
    40156: {
      errmsg: "invalid face recognize parameters",
      en: "The parameters of the face check are wrong.",
      zh: "人脸识别的参数不合法。",
    },
    40157: {
      errmsg: "invalid picture, has no face",
      en: "No face can be seen in the picture.",
      zh: "图片中没有识别到人脸。",
    },
    40160: {
      errmsg: "invalid image file",
      en: "The file is not a picture, or is damaged.",
      zh: "文件不是图片或已损坏。",
    },
    40161: {
      errmsg: "image file not match",
      en: "The picture is not the one that was announced.",
      zh: "图片与声明的文件不一致。",
    },
    40175: {
      errmsg: "invalid material id",
      en: "The id of the material does not exist.",
      zh: "素材编号不存在。",
    },
    40191: {
      errmsg: "invalid pic_url",
      en: "The `pic_url` cannot be used.",
      zh: "`pic_url` 无法使用。",
    },
    40196: {
      errmsg: "invalid smartmsg media_id",
      en: "The `media_id` of the smart message is not valid.",
      zh: "智能消息的 `media_id` 不合法。",
    },
    40197: {
      errmsg: "invalid smartmsg media num",
      en: "The smart message has a wrong number of media.",
      zh: "智能消息的媒体数量不合法。",
    },
    40215: {
      errmsg: "invalid image count",
      en: "The number of pictures is not allowed.",
      zh: "图片数量不合法。",
    },
    40217: {
      errmsg: "invalid video count",
      en: "The number of videos is not allowed.",
      zh: "视频数量不合法。",
    },
    40218: {
      errmsg: "invalid video id",
      en: "The id of the video does not exist.",
      zh: "视频编号不存在。",
    },
    40229: {
      errmsg: "empty media cover, please check the media",
      en: "The video has no cover.",
      zh: "视频没有封面。",
      first: say("Add a cover to the video, then send again.", "为视频添加封面后再发送。"),
    },
    41005: {
      errmsg: "media data missing",
      en: "The upload has no file in it.",
      zh: "上传请求中没有文件数据。",
      first: say(
        "Send a multipart part named `media` with a file name, a length and a content type.",
        "多部分表单中须有名为 `media` 的部分，并带文件名、长度和内容类型。",
      ),
    },
    41006: {
      errmsg: "media_id missing",
      en: "The `media_id` is missing from the request.",
      zh: "请求中缺少 `media_id`。",
    },
    41026: {
      errmsg: "missing image list info, text maybe empty",
      en: "The list of pictures is missing, or its texts are empty.",
      zh: "缺少图片列表，或其中的文字为空。",
    },
    44001: {
      errmsg: "empty media data",
      en: "The uploaded file is empty.",
      zh: "上传的文件为空。",
      first: say(
        "Look at the source of the file: the download before the upload probably failed.",
        "检查文件来源：上传之前的下载很可能失败了。",
      ),
    },
    44006: {
      errmsg: "empty file data",
      en: "The file data is empty.",
      zh: "文件数据为空。",
    },
    44997: {
      errmsg: "image url size out of limit",
      en: "The URL of the picture is over its size limit.",
      zh: "图片的 URL 超过了长度限制。",
    },
    45001: {
      errmsg: "media size out of limit",
      en: "The media file is over the size limit.",
      zh: "多媒体文件超过了大小限制。",
    },
    45007: {
      errmsg: "playtime out of limit",
      en: "The voice plays longer than 60 seconds.",
      zh: "语音时长超过 60 秒。",
      first: say("Cut it into parts of at most 60 seconds.", "切成每段不超过 60 秒。"),
    },
    45020: {
      errmsg: "too many image, please input less",
      en: "Too many pictures stand in one request.",
      zh: "一次请求中的图片过多。",
    },
    45034: {
      errmsg: "media file count is out of limit",
      en: "The account holds as many media files as it may.",
      zh: "账号的素材数量已达上限。",
      first: say(
        "Delete permanent material that nothing uses any more.",
        "删除不再使用的永久素材。",
      ),
    },
    45060: {
      errmsg: "media is applied in ivr or menu, can not be deleted",
      en: "The material is used by the menu or the automatic voice service and cannot be deleted.",
      zh: "素材正被菜单或语音应答使用，不能删除。",
      first: say("Take it out there first.", "先解除引用。"),
      route: ["not-affected"],
    },
    45068: {
      errmsg: "file size out of limit",
      en: "The file is over the size limit of this API.",
      zh: "文件超过了该接口的大小限制。",
    },
    45074: {
      errmsg: "material list size out of limit, you should delete the useless material",
      en: "The list of material is full.",
      zh: "素材列表已满。",
      first: say("Delete what is not used any more.", "删除不再使用的素材。"),
    },
    45092: {
      errmsg: "no voice data",
      en: "There is no voice data in the file.",
      zh: "文件中没有语音数据。",
    },
    45101: {
      errmsg: "hit upload limit",
      en: "The account has used up its uploads.",
      zh: "账号的上传次数已用完。",
      first: say(
        "Keep the ids of uploads and use them again while they last.",
        "保存已上传的编号，在有效期内重复使用。",
      ),
      retry: "later",
    },
    45161: {
      errmsg: "this video id must be generated by calling upload api",
      en: "The video's id must come from WeChat's upload API.",
      zh: "视频编号必须由微信的上传接口产生。",
    },
    46001: {
      errmsg: "media data no exist",
      en: "The media does not exist any more.",
      zh: "该媒体已经不存在。",
      first: say(
        "Upload the file again and send the new `media_id`.",
        "重新上传文件，使用新的 `media_id` 发送。",
      ),
    },
    46006: {
      errmsg: "voip file not exist",
      en: "The voice-call file does not exist.",
      zh: "语音通话文件不存在。",
    },
    46007: {
      errmsg: "file being transcoded, please try later",
      en: "WeChat is still converting the file.",
      zh: "微信仍在转码该文件。",
      first: say(
        "Wait a few seconds (longer for a long video) and send again.",
        "等待几秒（视频较长时需更久）再发送。",
      ),
      retry: "soon",
    },
    48005: {
      errmsg: "forbid to delete material used by auto-reply or menu",
      en: "The material is used by the menu or an auto-reply and cannot be deleted.",
      zh: "素材正被菜单或自动回复使用，不能删除。",
      first: say(
        "Take it out of the menu and the auto-replies first.",
        "先从菜单和自动回复中移除它。",
      ),
      route: ["not-affected"],
    },
    48010: {
      errmsg: "forbid to modify the material， please see more information on mp.weixin.qq.com",
      en: "This material may not be changed.",
      zh: "该素材不允许修改。",
      first: say(
        "Read the reason on mp.weixin.qq.com, or upload it as new material.",
        "登录 mp.weixin.qq.com 查看原因，或作为新素材重新上传。",
      ),
      retry: "no",
      route: ["not-affected"],
    },
    48013: {
      en: "The video was uploaded in an old way and cannot be sent to many.",
      zh: "该视频由旧接口上传，不能用于群发。",
      first: say("Upload it again through the new API.", "用新接口重新上传。"),
    },
    48014: {
      en: "The review of the video has not ended well.",
      zh: "视频的审核状态异常。",
      first: say(
        "Look at the video in the console; replace it if it was refused.",
        "在后台查看该视频；若未通过审核请更换。",
      ),
    },
  },
};
