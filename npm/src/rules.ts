// The table of rules: made from src/rules.rs by `cargo xtask build`, not edited here.

/** What kind of defect a rule is about. */
export type Family = "chaff" | "links" | "markup" | "own" | "prose" | "structure";

/** The id of a rule. */
export type RuleId =
  | "own-phrase"
  | "own-pattern"
  | "damaged-tag"
  | "escaped-tag"
  | "tag"
  | "comment"
  | "script"
  | "damaged-markdown"
  | "damaged-entity"
  | "entity"
  | "mojibake"
  | "share-prompt"
  | "subscribe-prompt"
  | "credit-line"
  | "navigation"
  | "related-links"
  | "advertisement"
  | "legal-notice"
  | "comments"
  | "read-more"
  | "headline"
  | "paragraph"
  | "line-wrap"
  | "hyphenation"
  | "quote-spacing"
  | "apostrophe"
  | "initials"
  | "punctuation-spacing"
  | "sentence-start"
  | "white-space"
  | "invisible-character"
  | "encoding"
  | "link-address"
  | "tracking-parameter"
  | "smart-quotes"
  | "straight-quotes"
  | "drop-links"
  | "drop-images"
  | "split-long-paragraphs"
  | "first-seen-keyword"
  | "format";

/** One row of the table. */
export interface RuleInfo {
  /** Its name in options and reports. */
  readonly id: RuleId;
  /** What kind of defect it is about. */
  readonly family: Family;
  /** What it does, in one sentence. */
  readonly what: string;
  /** An example before. */
  readonly before: string;
  /** The same example after. */
  readonly after: string;
  /** Whether it is on unless switched off. */
  readonly on: boolean;
}

/** Every rule, by precedence. */
export const rules: readonly RuleInfo[] = [
  {"id":"own-phrase","family":"own","what":"Drops a line that says one of your own phrases.","before":"Read our gift guide","after":"","on":true},
  {"id":"own-pattern","family":"own","what":"Replaces what one of your own patterns matches.","before":"12 km","after":"12 kilometres","on":true},
  {"id":"damaged-tag","family":"markup","what":"Reads a tag that was torn, spaced out or half lost.","before":"< p > Open. < / P >","after":"Open.","on":true},
  {"id":"escaped-tag","family":"markup","what":"Reads a tag that was escaped once or more.","before":"&lt;p&gt;Open.&lt;/p&gt;","after":"Open.","on":true},
  {"id":"tag","family":"markup","what":"Reads a sound tag that stands in text.","before":"<p>Open.</p>","after":"Open.","on":true},
  {"id":"comment","family":"markup","what":"Drops comments, sound or torn.","before":"Open<! -- ad -->.","after":"Open.","on":true},
  {"id":"script","family":"markup","what":"Drops scripts, styles and what is hidden.","before":"<script>track()</script>Open.","after":"Open.","on":true},
  {"id":"damaged-markdown","family":"markup","what":"Reads Markdown links and emphasis that were torn.","before":"[tides] (https: // example.org)","after":"tides","on":true},
  {"id":"damaged-entity","family":"markup","what":"Reads a character reference that was torn, doubled or capitalised.","before":"isn& # 39; t","after":"isn't","on":true},
  {"id":"entity","family":"markup","what":"Reads a sound character reference that stands in text.","before":"Fish &amp; chips","after":"Fish & chips","on":true},
  {"id":"mojibake","family":"prose","what":"Mends text whose bytes were read in the wrong encoding.","before":"cafÃ©","after":"café","on":true},
  {"id":"share-prompt","family":"chaff","what":"Drops prompts to share, follow or open an app.","before":"Share with friends by QR code","after":"","on":true},
  {"id":"subscribe-prompt","family":"chaff","what":"Drops prompts to subscribe, sign up or support.","before":"Sign up for our newsletter","after":"","on":true},
  {"id":"credit-line","family":"chaff","what":"Drops editors' and sources' credits, and lists them in the report.","before":"(Editor: Li Wei)","after":"","on":true},
  {"id":"navigation","family":"chaff","what":"Drops menus, breadcrumbs and buttons.","before":"Home / World / Full text","after":"","on":true},
  {"id":"related-links","family":"chaff","what":"Drops lists of other stories.","before":"You might also like","after":"","on":true},
  {"id":"advertisement","family":"chaff","what":"Drops advertisements and their labels.","before":"Advertisement","after":"","on":true},
  {"id":"legal-notice","family":"chaff","what":"Drops copyright, cookie and liability notices.","before":"All rights reserved.","after":"","on":true},
  {"id":"comments","family":"chaff","what":"Drops readers' comments and calls for them.","before":"This article has 214 comments","after":"","on":true},
  {"id":"read-more","family":"chaff","what":"Drops pointers to other texts.","before":"Read more: Ten harbours","after":"","on":true},
  {"id":"headline","family":"chaff","what":"Drops the headline where it is not wanted, and what repeats it.","before":"Ten harbours","after":"","on":true},
  {"id":"paragraph","family":"structure","what":"Parts or joins paragraphs.","before":"one.<br><br>two","after":"one.\n\ntwo","on":true},
  {"id":"line-wrap","family":"structure","what":"Joins lines that were filled to a width.","before":"ships came\nfrom ports","after":"ships came from ports","on":true},
  {"id":"hyphenation","family":"structure","what":"Joins a word that a line end cut.","before":"nor-\nthern","after":"northern","on":true},
  {"id":"quote-spacing","family":"prose","what":"Puts the space on the right side of quotation marks.","before":"the\" port \"that","after":"the \"port\" that","on":true},
  {"id":"apostrophe","family":"prose","what":"Joins a clitic that was torn off its word.","before":"it 's","after":"it's","on":true},
  {"id":"initials","family":"prose","what":"Joins well-known initials.","before":"R & D","after":"R&D","on":true},
  {"id":"punctuation-spacing","family":"prose","what":"Takes out spaces that do not belong at punctuation.","before":"the pier , the dock","after":"the pier, the dock","on":true},
  {"id":"sentence-start","family":"prose","what":"Gives a sentence its capital back where a prompt before it was dropped.","before":"on May 2","after":"On May 2","on":true},
  {"id":"white-space","family":"structure","what":"Collapses runs of white space.","before":"The  harbour","after":"The harbour","on":true},
  {"id":"invisible-character","family":"structure","what":"Drops characters that nobody sees.","before":"in​May","after":"inMay","on":true},
  {"id":"encoding","family":"structure","what":"Replaces what is not a character, and ligatures by their letters.","before":"ﬁve ﬁne oﬃces on ﬁrst ﬂoors","after":"five fine offices on first floors","on":true},
  {"id":"link-address","family":"links","what":"Mends the address of a link.","before":"https: // example.org","after":"https://example.org","on":true},
  {"id":"tracking-parameter","family":"links","what":"Takes tracking parameters off addresses.","before":"example.org/?utm_source=x","after":"example.org/","on":true},
  {"id":"smart-quotes","family":"prose","what":"Turns straight quotation marks into curly ones.","before":"\"port\"","after":"“port”","on":false},
  {"id":"straight-quotes","family":"prose","what":"Turns curly quotation marks into straight ones.","before":"“port”","after":"\"port\"","on":false},
  {"id":"drop-links","family":"links","what":"Drops links and keeps their words.","before":"[tides](https://example.org)","after":"tides","on":false},
  {"id":"drop-images","family":"links","what":"Drops images.","before":"![pier](pier.jpg)","after":"","on":false},
  {"id":"split-long-paragraphs","family":"structure","what":"Parts paragraphs of more than 1,200 characters at a sentence.","before":"one … two","after":"one …\n\ntwo","on":false},
  {"id":"first-seen-keyword","family":"links","what":"Puts the keyword of a lost link where its words are missing.","before":"the  president","after":"the 中国 president","on":false},
  {"id":"format","family":"structure","what":"Writes sound markup in the format asked for.","before":"<b>old</b>","after":"**old**","on":true},
];
