// Every word that is seen, in Chinese.

import type { Noun, Words } from "./en";

const figure = (count: number) => count.toLocaleString("zh");
const noun =
  (name: string): Noun =>
  (count) =>
    `${figure(count)} ${name}`;
const removed =
  (name: string): Noun =>
  (count) =>
    `删去 ${figure(count)} ${name}`;

const tags = noun("个标签");
const entities = noun("个字符代码");
const quotes = noun("处引号");

export const zh: Words = {
  language: "zh-CN",
  comma: "、",
  semicolon: "；",
  pause: "，",

  tagline: "粘贴损坏的文章，得到干净的文本。内容不会离开您的电脑。",
  box: "粘贴的文本",
  boxHint: "在此处或页面任意位置粘贴",
  cleanClipboard: "清理剪贴板",
  sample: "示例",
  original: "原文",
  clean: "干净文本",
  format: "格式",
  text: "纯文本",
  markdown: "Markdown",
  html: "HTML",
  preview: "预览",
  copy: "复制",
  summary: "摘要",
  warnings: "提醒",
  changes: "更改",

  readAsHtml: "已连同格式一起读取。在此输入会丢弃格式。",
  htmlDropped: "您输入了文字，粘贴时附带的格式已丢弃。重新粘贴即可恢复。",
  cut: (shown, all) => `仅显示前 ${figure(shown)} 个字符（共 ${figure(all)} 个）。复制的内容是完整的。`,
  boxCut: (shown, all) =>
    `仅显示前 ${figure(shown)} 个字符（共 ${figure(all)} 个），全部都会清理。文本过长，不能在此输入。`,

  working: "正在清理…",
  alreadyClean: "文本本来就是干净的，没有改动",
  nothingChanged: "没有改动",
  warningCount: noun("条提醒"),
  offCount: (count) => `已关闭 ${figure(count)} 条规则`,
  takenBackCount: (count) => `已撤销 ${figure(count)} 处`,

  copied: "已复制，包括链接和格式。",
  clipboardCleaned: "剪贴板已清理，可以直接粘贴了。",
  clipboardUntouched: "剪贴板保持原样。",
  clipboardRestyled: "已去掉剪贴板中的外来格式。",
  clipboardEmpty: "剪贴板中没有文本。请先复制一些文本。",
  clipboardRefused: "浏览器不允许本页读取剪贴板。请允许，或用 Ctrl+V 粘贴。",
  clipboardUnreadable: "此浏览器不允许网页读取剪贴板。请用 Ctrl+V 粘贴。",
  writeRefused: "浏览器没有接受复制。请再按一次“复制”。",
  pasteRestored: "已恢复上一次粘贴。",
  pasteRedone: "已恢复后一次粘贴。",
  failed: (why) => `无法清理：${why}`,

  undo: "撤销此更改",
  redo: "重做此更改",
  more: (count) => `再显示 ${figure(count)} 处`,
  switchedOff: "已关闭",
  because: (what) => `起因：${what}`,
  reasons: {
    "a tag `{1}`": "标签 `{1}`",
    "the line says `{1}`": "该行写着“{1}”",
    "{1} of {2} words are those of such lines": "{2} 个有意义的词中有 {1} 个是此类文字的用语",
    "its words are those of such lines": "用语与此类文字相同",
    "{1} of {2} words are links": "{2} 个词中有 {1} 个是链接",
    "the page's markup calls it `{1}`": "页面标记称之为 `{1}`",
    "it stands under a heading of such lines": "位于此类文字的标题之下",
    "it is no part of the text": "不属于正文",
    "before the first paragraph": "在首段之前",
    "between paragraphs": "在段落之间",
    "after the last paragraph": "在末段之后",
    "at an end of the text": "在正文首尾",
  },
  image: (text, address) => `[图片：${text ? `${text}，` : ""}${address}]`,

  lostLink: (keyword) => (keyword ? `此处的链接丢了文字；它搜索的是“${keyword}”` : "此处的链接丢了文字"),
  unbalancedQuote: "这个引号没有配对，未作改动",
  nothingSelected: "在此页面中没有找到文章，因此全部保留",

  rules: {
    "own-phrase": { name: "自定短语", noun: removed("行"), what: "删去含有您自定短语的行。" },
    "own-pattern": { name: "自定模式", noun: noun("处自定模式"), what: "替换与您自定模式相符的内容。" },
    "damaged-tag": { name: "损坏的标签", noun: tags, what: "识别被拆开、加了空格或残缺的标签。" },
    "escaped-tag": { name: "转义的标签", noun: tags, what: "识别被转义过的标签。" },
    tag: { name: "标签", noun: tags, what: "识别文本中完好的标签。" },
    comment: { name: "标记中的注释", noun: noun("处注释"), what: "删去完好或损坏的注释。" },
    script: { name: "脚本和样式", noun: noun("处脚本"), what: "删去脚本、样式和隐藏内容。" },
    "damaged-markdown": {
      name: "损坏的 Markdown",
      noun: noun("处 Markdown"),
      what: "识别被拆开的 Markdown 链接和强调。",
    },
    "damaged-entity": { name: "损坏的字符代码", noun: entities, what: "识别被拆开、重复或改了大小写的字符代码。" },
    entity: { name: "字符代码", noun: entities, what: "识别文本中完好的字符代码。" },
    mojibake: { name: "乱码", noun: noun("处乱码"), what: "修复因编码错误而成的乱码。" },
    "share-prompt": { name: "分享提示", noun: removed("处分享提示"), what: "删去分享、关注或打开应用的提示。" },
    "subscribe-prompt": { name: "订阅提示", noun: removed("处订阅提示"), what: "删去订阅、注册或赞助的提示。" },
    "credit-line": { name: "署名", noun: removed("处署名"), what: "删去编辑和来源署名，并列入报告。" },
    navigation: { name: "导航", noun: removed("处导航"), what: "删去菜单、路径和按钮。" },
    "related-links": { name: "相关报道", noun: removed("处相关报道"), what: "删去其他报道的列表。" },
    advertisement: { name: "广告", noun: removed("处广告"), what: "删去广告及其标记。" },
    "legal-notice": { name: "声明", noun: removed("处声明"), what: "删去版权、Cookie 和免责声明。" },
    comments: { name: "读者评论", noun: removed("处读者评论"), what: "删去读者评论和征集评论的文字。" },
    "read-more": { name: "延伸阅读", noun: removed("处延伸阅读"), what: "删去指向其他文章的文字。" },
    headline: { name: "标题", noun: removed("个重复的标题"), what: "删去不需要的标题和重复标题的文字。" },
    paragraph: { name: "分段", noun: noun("处分段"), what: "分开或合并段落。" },
    "line-wrap": { name: "断行", noun: noun("处断行"), what: "合并按宽度折断的行。" },
    hyphenation: { name: "断词", noun: noun("个断词"), what: "合并被行末断开的单词。" },
    "quote-spacing": { name: "引号旁的空格", noun: quotes, what: "把空格放到引号正确的一侧。" },
    apostrophe: { name: "撇号", noun: noun("处撇号"), what: "接回与单词分离的缩写。" },
    initials: { name: "首字母缩写", noun: noun("处首字母缩写"), what: "合并常见的首字母缩写。" },
    "punctuation-spacing": { name: "标点旁的空格", noun: noun("处标点空格"), what: "去掉标点旁多余的空格。" },
    "sentence-start": { name: "句首大写", noun: noun("处句首大写"), what: "在删去提示之后，恢复句首的大写。" },
    "white-space": { name: "连续空白", noun: noun("处空白"), what: "合并连续的空白。" },
    "invisible-character": { name: "隐形字符", noun: noun("个隐形字符"), what: "删去看不见的字符。" },
    encoding: { name: "损坏的字符", noun: noun("个损坏字符"), what: "替换不成字符的内容。" },
    "link-address": { name: "链接地址", noun: noun("个链接地址"), what: "修复链接地址。" },
    "tracking-parameter": { name: "跟踪参数", noun: noun("个跟踪参数"), what: "去掉地址中的跟踪参数。" },
    "smart-quotes": { name: "弯引号", noun: quotes, what: "把直引号改为弯引号。" },
    "straight-quotes": { name: "直引号", noun: quotes, what: "把弯引号改为直引号。" },
    "drop-links": { name: "链接", noun: removed("个链接"), what: "去掉链接，保留文字。" },
    "drop-images": { name: "图片", noun: removed("张图片"), what: "删去图片。" },
    "split-long-paragraphs": { name: "长段落", noun: noun("个长段落"), what: "在句末分开超过 1,200 个字符的段落。" },
    "first-seen-keyword": {
      name: "丢失链接的关键词",
      noun: noun("个丢失的链接"),
      what: "在丢了文字的链接处补上其关键词。",
    },
    format: { name: "格式", noun: noun("处格式"), what: "以所选格式写出完好的标记。" },
  },
};
