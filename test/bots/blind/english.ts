import { asks, type Blind, may, means } from "./blind.ts";

/** As people type English in a chat. */
export const ENGLISH: readonly Blind[] = [
  ...means(
    "yesNo",
    true,
    `yup|Yeah sure|sounds good!|yea|ya|K|ok 👍|Absolutely.|that works for me|go ahead|correct|Yes. Please.|y|right|
    yes!!!|yess plz|thats right|it is|sure thing|Yes|yep!|yes, thanks|of course|sure|Ok|okay|that's fine|perfect|
    looks good|great, thanks|do it|yes that's correct|indeed|sounds great|yeah|confirmed`,
  ),
  ...may("yesNo", true, `lgtm|Ye|no problem|I guess`),
  ...means(
    "yesNo",
    false,
    `nah|nope.|no thx|no, thanks a lot|n|wrong|of course not|No!|not really|No|no thank you|nope|not correct|
    that's wrong|no way|cancel|don't|nah thanks|incorrect`,
  ),
  ...may("yesNo", false, `not now|i dont think so|never mind|it isn't`),
  ...asks(
    "yesNo",
    `maybe|not sure|idk|yes and no|yes, but make it 8|why?|is it?|yes?|whatever|hmm|no idea|Nothing|ok?|
    let me think|probably|perhaps|can I think about it|hmm maybe|I don't know|no?|depends|both|later|what|
    which one|could be|either way|hardly|yes no maybe`,
  ),
  ...means(
    "people",
    4,
    `4|four of us|4 people please|4 ppl|4.|four|four people|we are four|4 guests|there are 4 of us|four persons|
    table for four|4 please|party of 4`,
  ),
  ...means("people", 1, `just me|only me|1 person|one|just one`),
  ...means("people", 6, `party of six|6 people.|6 persons|six guests please`),
  ...means(
    "people",
    2,
    `me and my wife|only 2|table for two|2 pax|two|2 people|my wife and I|me and my husband`,
  ),
  ...means("people", 5, `there'll be five of us|5 ppl|5 pax|we'll be 5`),
  ...means("people", 3, `we are 3|we're 3|3 of us`),
  ...means("people", 21, `twenty one`),
  ...means("people", 8, `eight in total|8 total|8`),
  ...may("people", 12, `a dozen`),
  ...may("people", 6, `half a dozen`),
  ...may("people", 3, `2 adults and 1 kid`),
  ...may("people", 2, `two adults|a couple`),
  ...may(
    "people",
    4,
    `4 seats|3 friends and me|me + 3|2 couples|room for 4|4 ppl, 7pm|1 room for 4|4 chairs`,
  ),
  ...asks(
    "people",
    `2 tables|two rooms|3 nights|7pm|at 7|5-6|5 or 6|about 5|at least 5|around ten|10 dollars|5 hours|4 bottles|
    4 tickets|12/5|the 4th|4th|no one|everyone|my family|a few|several|4ish|4 maybe 5|4, maybe 5|more than 4|
    up to 8|two tables of four|a table|one table|7 o'clock|$4|room 4|number 4|3 days|a private room|4x|score|
    two big tables|three tables|2 bottles of wine|6 chairs and a stool|8pm|8 o'clock|Friday the 4th|5th floor|
    5 stars|50%|4 rooms|10 minutes|2 nights|not many|a bunch|a big group|maybe 6|6 or so|between 4 and 6|4 to 6|
    over ten|two dozen bottles|one more|same as before|how many can you seat|1st|$50|table 5|two big groups|5k|
    10 euros|3 courses|half|a pair of tables`,
  ),
  ...means(
    "choice",
    "hall",
    `the hall please|hall|Inside.|number 1|HALL!!|first|the hall is fine|inside|1|the first|the hall|
    I'd like the hall|Hall please`,
  ),
  ...means(
    "choice",
    "room",
    `room|the second one|2nd|#2|the middle one|i'd prefer the room|2|the room|second|room please|I'll take the room`,
  ),
  ...means(
    "choice",
    "window",
    `by the window|option 3|last|not the room, the window|the one by the window plz|lets go with window|window|3|
    the last one|third one|window please`,
  ),
  ...may("choice", "window", `window seat|windw`),
  ...may("choice", "room", `private room|room, if possible`),
  ...may("choice", "hall", `hal`),
  ...asks(
    "choice",
    `1 or 2|any|either|not the room|whats the difference|is the hall noisy?|anything but the hall|both|none|5|
    the former|what about the room|room or window|how much is the room|4 people|none of them|the cheapest|
    which is quiet|hall or window|no hall|4|not the window|surprise me|anything|is there a room|room?|1 and 2|
    how big is the room|no preference|except the hall`,
  ),
  ...means(
    "date",
    "2026-09-25",
    `tomorrow|tmrw|Friday.|fri|tomorrow.|Friday|this Friday|Sept 25|25 September|September 25th`,
  ),
  ...means(
    "date",
    "2026-09-26",
    `Sat|this Saturday|day after tomorrow|the day after tomorrow|Saturday|on Saturday|9/26`,
  ),
  ...means("date", "2026-09-27", `in 3 days|sunday!`),
  ...means("date", "2026-09-28", `next Monday`),
  ...means(
    "date",
    "2026-10-03",
    `Oct 3|October 3rd|3 Oct|10/3|2026-10-03|10/03/2026|3rd of October`,
  ),
  ...means("date", "2026-09-30", `the 30th`),
  ...means("date", "2026-10-01", `in a week|October 1|Oct 1st|next Thursday`),
  ...means("date", "2026-09-24", `today`),
  ...means("date", "2027-01-01", `New Year's Day`),
  ...may("date", "2026-09-25", `tmr|Friday the 25th`),
  ...may("date", "2026-10-01", `a week from today|thurs next week`),
  ...may("date", "2026-12-24", `Christmas Eve`),
  ...may("date", "2026-12-25", `Xmas`),
  ...may("date", "2026-09-24", `tonite`),
  ...may("date", "2026-10-08", `two weeks from now`),
  ...may("date", "2026-10-31", `Halloween`),
  ...may("date", "2026-11-26", `Thanksgiving`),
  ...may("date", "2026-10-24", `a month from now`),
  ...may("date", "2026-09-27", `Sunday the 27th`),
  ...asks(
    "date",
    `the day after|next week|this weekend|end of the month|someday|soon|yesterday|asap|Fri or Sat|not Friday|
    any day but friday|thursday|Feb 30|Monday or later|before Friday|Sunday the 28th|4 people|7pm|two tables|$20|
    is Friday ok?|whenever|by Friday|next month|any Friday|mid October|early next week|the weekend|after the 5th|
    around the 10th|last Monday|the other day|when you can|Oct 35|32nd|7 o'clock|5 people|a Friday|
    Friday or Sunday|except Monday|most days|in a few weeks|one day|next time|sometime in October|
    second week of October|2nd floor`,
  ),
  ...means("time", "19:00", `7pm|7 pm|7 in the evening|7pm sharp|7 tonight`),
  ...means("time", "19:30", `7:30 PM.|7.30pm|19:30|seven thirty pm`),
  ...means("time", "12:00", `noon|12 pm|12pm|at noon`),
  ...means("time", "00:00", `midnight|12am`),
  ...means("time", "07:00", `7 in the morning|7am`),
  ...means("time", "08:00", `8 a.m.`),
  ...means("time", "12:30", `in 2 hours`),
  ...means("time", "11:00", `in half an hour`),
  ...means("time", "18:15", `a quarter past six in the evening`),
  ...may("time", "07:30", `half past seven|seven thirty`),
  ...may("time", "19:30", `1930`),
  ...may("time", "07:45", `quarter to 8`),
  ...may("time", "07:00", `at 7|seven o'clock`),
  ...may("time", "19:00", `7p`),
  ...may("time", "20:00", `8 o'clock at night`),
  ...may("time", "10:30", `now`),
  ...may("time", "13:00", `13pm`),
  ...may("time", "19:50", `ten to eight`),
  ...asks(
    "time",
    `7ish|around 7|7 or 8|between 7 and 8|after 7|before 7|evening|in the evening|later|25:00|lunchtime|
    dinner time|7-9pm|7 to 9|7 people|7 dollars|$7|2 tables|the 7th|7 days|early|7pm or so|by 7pm|sixish|anytime|
    after lunch|before noon|around noon|6 or 7|6-7|six to seven|not before 6|6:75|26:00|at night|tonight|6 people|
    6 bucks|6th|in the morning|as early as possible|at least 6|half six or so|6 hours|whenever you open`,
  ),
  ...means(
    "dateTime",
    "2026-09-25T19:00+08:00",
    `tomorrow at 7pm|tmrw 7pm|tomorrow @ 7pm|tomorrow, 7 PM.|this Friday, 7 in the evening`,
  ),
  ...means("dateTime", "2026-09-25T19:30+08:00", `Fri 7:30pm`),
  ...means("dateTime", "2026-09-26T12:00+08:00", `Saturday at noon`),
  ...means("dateTime", "2026-09-28T10:00+08:00", `next Monday 10am`),
  ...means("dateTime", "2026-10-01T20:00+08:00", `Oct 1 at 8pm`),
  ...means("dateTime", "2026-09-24T20:00+08:00", `tonight at 8|8pm tonight`),
  ...means("dateTime", "2026-09-24T15:00+08:00", `today 3pm`),
  ...means("dateTime", "2026-09-24T11:30+08:00", `in an hour`),
  ...means("dateTime", "2026-09-24T19:00+08:00", `7pm`),
  ...means("dateTime", "2026-10-01T19:00+08:00", `10/1 7pm`),
  ...means(
    "dateTime",
    "2026-09-26T18:30+08:00",
    `Saturday, 26 September, 18:30|the day after tomorrow at half past six pm`,
  ),
  ...means("dateTime", "2026-09-26T19:00+08:00", `7pm on Saturday`),
  ...may("dateTime", "2026-09-25T19:00+08:00", `tomorrow 19h`),
  ...may("dateTime", "2026-09-26T20:00+08:00", `sat nite 8`),
  ...asks(
    "dateTime",
    `tomorrow|tomorrow evening|Friday around 7pm|Fri or Sat 7pm|last Friday 7pm|Friday 7pm ok?|Sunday lunch|
    any time tomorrow|Friday 7pm PST|4 people|two tables|Friday after 7pm|this weekend 7pm|Saturday|
    tomorrow afternoon|sometime tomorrow|next week at 6pm|tomorrow 6 or 7pm|yesterday 6pm|Friday evening|
    tomorrow around 6pm|6pm on a weekday|tomorrow before 6pm|the weekend 6pm`,
  ),
  ...means("duration", 1800000, `half an hour`),
  ...means("duration", 7200000, `2 hrs|2 hours please`),
  ...means("duration", 5400000, `an hour and a half|90 min|1.5h|1h 30m|ninety minutes`),
  ...means("duration", 86400000, `a day`),
  ...means("duration", 1209600000, `two weeks`),
  ...means("duration", 30000, `30 secs`),
  ...may("duration", 7200000, `a couple of hours`),
  ...may("duration", 2700000, `three quarters of an hour`),
  ...asks(
    "duration",
    `a while|2-3 hours|forever|all day|45|about an hour|overnight|3 people|until 8|2 tables|$30|not long|
    until noon|a few hours|the whole day|2 or 3 days|2 people|2pm|some time|as long as it takes|a weekend`,
  ),
  ...means(
    "phoneUS",
    "+14155552671",
    `(415) 555-2671|415.555.2671|my number is 415-555-2671|call me at 4155552671|4155552671.|+1 415 555 2671`,
  ),
  ...may("phoneUS", "+14155552671", `four one five five five five two six seven one`),
  ...asks(
    "phoneUS",
    `555-2671|no phone|same as before|911|415 555 2671 or 415 555 2672|email me|5550123|I have no phone|private|
    use email|212|ask me later`,
  ),
  ...means(
    "personName",
    "=",
    `Tom|Mr. Smith|O'Brien|Jean-Luc Picard|Sarah|Michael O'Neil|Mrs. Jones|Lee|Dr. Kim|Anna-Maria Rossi|Will|
    Jerry Chen|Mary-Jane|lily|mr wang|Ms. Li|Jean|O'Connor|José|Müller|maria garcia|Li Lei|amy|Mike|Sam|Grace|
    Will Smith|May|April|Art|Mark|Rose King|Bill`,
  ),
  ...means("personName", "Tom", `Tom.|it's Tom`),
  ...means("personName", "Tom Baker", `I'm Tom Baker|Tom Baker 😊`),
  ...means("personName", "Anna", `my name is Anna.`),
  ...means("personName", "Al", `call me Al`),
  ...means("personName", "Baker", `under Baker please`),
  ...may("personName", "=", `mary ann|Smith, John|John & Mary|guest|Nguyen Van A`),
  ...may("personName", "Tom", `tom 415-555-2671`),
  ...may("personName", "Baker", `Baker, party of 4`),
  ...asks(
    "personName",
    `why do you need it|no|whatever|ask my wife|it's me|same|thanks|4 people|2 tables|make it Friday|
    none of your business|tomorrow 7pm|what name?|yes|not telling|why?|same as last time|I already said|2 people|
    Friday|the hall|my husband|later|I don't want to say|nobody|ok|sure|yes please|hello|hi there|hold on|a table|
    none|no name|just book it|you know me|for my boss|window seat|7pm|it doesn't matter|skip|thank you|
    wrong number|can I skip this|whatever you like|put anything|see above|as before|change the time|
    what do you mean|sorry|one sec|booking for two|no thanks|just browsing|not now|maybe later|my wife will call|
    two adults|by the window|no idea|ask me tomorrow|the same name|as usual|do I have to|is it needed|
    private person|please wait|near the door|birthday party|hmm ok|got it|one moment|it's a surprise|can't tell|
    my boss's name|next week|smoking area|vegetarian|the big table|good evening|see you|let me think|
    does it matter`,
  ),
  ...means(
    "email",
    "john@example.com",
    `john@example.com|my email is john@example.com.|it's john@example.com`,
  ),
  ...may("email", "john@example.com", `john at example dot com|JOHN@EXAMPLE.COM`),
  ...asks("email", `john@example|john@@example.com|none|a@b.co or c@d.co|same as always`),
  ...means("moneyEn", { amount: 20, currency: "USD" }, `$20|20 dollars|twenty dollars|20 USD`),
  ...means("moneyEn", { amount: 50, currency: "EUR" }, `€50|50 euros`),
  ...means("moneyEn", { amount: 30, currency: "GBP" }, `£30`),
  ...means("moneyEn", { amount: 300, currency: "CNY" }, `RMB 300|300 yuan`),
  ...may("moneyEn", { amount: 20, currency: "USD" }, `20 bucks`),
  ...may("moneyEn", { amount: 30, currency: "GBP" }, `30 quid`),
  ...may("moneyEn", { amount: 0.5, currency: "USD" }, `50 cents`),
  ...asks(
    "moneyEn",
    `free|cheap|under 100|20-30|about $50|100 people|20%|100 kg|2 tickets|7pm|3 nights|at most $50|two tables|
    tomorrow|a few bucks|$50-100|less than $50|around 50|50 each|50%|50 people|50 miles|a lot|50 or 60|
    my budget is tight|more than $20|50 percent off|$50 per person|fifty-fifty`,
  ),
  ...means(
    "location",
    "any",
    `15 Plum Lane, Shanghai|Times Square, New York|221B Baker Street, London|Central Park|Shanghai Tower lobby|
    Hongqiao airport terminal 2|Times Square|Oxford Street 12|my office at 5 Main St|King's Cross|the park|
    Hyde Park Corner|Terminal 3|JFK|Brooklyn|the mall|Pudong`,
  ),
  ...may("location", "any", `the office`),
  ...asks(
    "location",
    `my place|here|idk|anywhere|no idea|you choose|dunno|not sure|wherever|anywhere is fine|I'll tell you later|
    don't know|2 people|tomorrow|ask my wife|same place|no|yes|up to you|where are you|whatever|somewhere nice|
    close to me|can't say`,
  ),
  ...means("number", 12, `12|twelve|12.`),
  ...means("number", 100, `a hundred`),
  ...means("number", 502, `five hundred and two`),
  ...means("number", 25, `twenty-five.`),
  ...means("number", 0, `zero`),
  ...means("number", -3, `-3`),
  ...may("number", 2500, `2.5k`),
  ...may("number", 0, `none`),
  ...may("number", 1000, `1e3`),
  ...may("number", -3, `minus three`),
  ...may("number", 5, `no. 5`),
  ...may("number", 1.5, `1,5`),
  ...may("number", 7, `lucky number 7`),
  ...asks(
    "number",
    `a lot|ten or so|10+|> 5|7pm|$7|7th|a few hundred|less than 10|Monday|5 or so|2-3|dunno|lots|42nd|42%|$42|42pm|
    40 or 42|forty-ish|at most 42|room 42|as many as possible|two thirds`,
  ),
  ...means("personName", "Sarah", `It's Sarah|sarah`),
  ...means("personName", "Michael O'Neil", `I am Michael O'Neil`),
  ...means("personName", "Lee", `under Lee`),
  ...means("personName", "Anna-Maria Rossi", `my name is Anna-Maria Rossi`),
  ...means("personName", "Will", `call me Will`),
  ...means("people", 12, `12|twelve people|12 of us`),
  ...may("people", 7, `seven including kids|7 with kids`),
  ...means("date", "2026-12-25", `Christmas|Dec 25|25th of December`),
  ...means("date", "2026-10-24", `Oct 24|October 24, 2026`),
  ...means("time", "18:00", `6pm|6 PM|18:00|six pm|6:00 p.m.`),
  ...means("time", "08:30", `8:30am|8.30 am|half past eight in the morning`),
  ...means("time", "20:15", `8:15 pm|20:15|quarter past eight in the evening`),
  ...means("time", "09:00", `9am|9 in the morning`),
  ...means(
    "dateTime",
    "2026-09-25T18:00+08:00",
    `tomorrow 6pm|Friday at 6pm|Fri 18:00|6pm tomorrow|tomorrow at 6 in the evening`,
  ),
  ...means(
    "dateTime",
    "2026-09-24T19:30+08:00",
    `tonight at 7:30|today at 7:30pm|7:30 tonight|19:30`,
  ),
  ...means("dateTime", "2026-10-03T12:00+08:00", `Oct 3 at noon|October 3rd, 12pm|3 October 12:00`),
  ...means("dateTime", "2026-09-28T09:00+08:00", `next Monday at 9am|Monday 9am`),
  ...means(
    "moneyEn",
    { amount: 50, currency: "USD" },
    `$50|50 dollars|50|fifty dollars|USD 50|50 usd`,
  ),
  ...means("moneyEn", { amount: 12.5, currency: "USD" }, `$12.50|12.50`),
  ...means("moneyEn", { amount: 1000, currency: "USD" }, `$1,000|a thousand dollars|1000`),
  ...means("duration", 3600000, `1 hour|an hour|60 minutes|one hour`),
  ...means("duration", 2700000, `45 minutes|45 min`),
  ...means("duration", 172800000, `2 days|two days|48 hours`),
  ...means(
    "phoneUS",
    "+12125550123",
    `212-555-0123|(212) 555 0123|+12125550123|my cell is 212-555-0123|212 555 0123 thanks`,
  ),
  ...means("number", 42, `42|forty-two|forty two|42!`),
  ...means("number", 1500, `1500|1,500|one thousand five hundred`),
  ...means("number", 0.5, `0.5|.5|half`),
];
