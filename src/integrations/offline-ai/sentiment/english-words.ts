import { raw } from '#integrations/offline-ai/text/words.ts';

/** How much an English word weighs, −1.5 … 1.5; `*` stands for any ending, a word without `*` wins over a family. */
export const englishWords: readonly [number, string][] = [
  [
    1.3,
    `excellent* amazing* fantastic* wonderful* brilliant* perfect* outstanding superb* awesome* thrilled delighted delightful* love loved
    loves loving adore* incredible terrific phenomenal fabulous flawless* blown-away magnificent exceptional*`,
  ],
  [
    1,
    `great happy happier glad pleased excited exciting impressed impressive* enjoy* beautiful* delicious tasty gorgeous stunning cozy best lovely satisfied grateful thankful
    appreciate* recommend* cheers yay stellar smooth* seamless* wow delight* lifesaver`,
  ],
  [
    0.7,
    `good nice nicely helpful* interested interesting friendly polite* professional* reliable convenient* comfortable easy easily
    suits fits agree agreed ideal* useful* prompt* smoothly fair reasonable affordable valuable generous
    patient* courteous attentive knowledgeable efficient* keen`,
  ],
  [
    0.35,
    'quick quickly works confident trust fine cool absolutely definitely promising hopeful benefit* improv* better',
  ],
  [0.2, 'thanks thank sure okay ok alright clear hope'],
  [
    -0.35,
    'doubt* expensive pricey costly hard difficult* busy waiting cancel* weird odd strange unfortunately unsure hesitant hesitat* tricky afraid',
  ],
  [
    -0.55,
    `problem* issue* error* mistake* concern* worried worry* worries confus* unclear slow* overpriced skeptical
    sceptical missing lost bug bugs scratch scratches boring tired inconvenient* complicated delay* decline* refus* forgot forgotten damaged scratched
    stuck steep unhelpful uncertain late annoy* hassle`,
  ],
  [
    -0.9,
    `broke dirty filthy wrong bad badly worse poor* unhappy disappoint* upset dissatisfied complain* complaint* broken faulty defective failed fails failing fail failure
    ignored ignores ignoring pushy nuisance unacceptable unprofessional unreliable unfair rude* sloppy useless pointless ridiculous nonsense mess
    messed neglect* spam* harass* irritat* frustrat* mislead* misled incompetent* careless* refund overcharged buggy crash* regret*`,
  ],
  [
    -1.3,
    `terrible terribly horrible horribly awful* worst hate* hated disgust* furious angry outrageous outraged scam* scammer* fraud* liar* lied lying
    cheat* ripoff pathetic appalling disgrace* nightmare* disaster* atrocious garbage crap shit* sucks sucked bullshit stupid idiot* dreadful
    abysmal shameful lawsuit sue appalled fuming thieves thief`,
  ],
  [0, `kinda kindly bestseller latest lately goodbye good-bye hardware hardly cancellation hateful issued issuer`],
];

/** Expressions whose words mean something else together; they are read before single words. Patterns over normalized text. */
export const englishPhrases: readonly [number, string][] = [
  [
    1.2,
    raw`
      never (had|seen|met|found|used) (a |anything |anyone )?better|exactly what (i|we) (\S+ )?(want|need|look|
      hop)\S*|made my (day|week|month|year)|five stars|hats off to|can't wait|cannot wait|couldn't be happier|could not be happier|
      exceeded (my|our|all) expectations|blown away|over the moon|top notch|second to none|love it|can't (thank|
      recommend) \S+ enough|hats off
    `,
  ],
  [
    0.9,
    raw`
      (i|we) (really |do |quite |both |all )?liked?|(fixed|solved|resolved|sorted) (\S+ ){0,2}(issue|problem|
      error|bug)s?|would (definitely |certainly )?recommend|(went|going|goes|runs?|running) (so |very |
      really )?(smoothly|great|well|perfectly)|(will|would|'ll) (definitely |certainly |surely )?(come back|
      be back|use you again|order again|buy again|return)|look(ing)? forward|thank you so much|thanks (so much|
      a lot|a million)|sounds (good|great|perfect|wonderful|amazing|fantastic|excellent|lovely)|
      that'd be (great|perfect|lovely)|would be (great|perfect|lovely|wonderful|awesome)|works (great|perfectly|
      well|for (me|us))|well done|good job|great job|happy to|glad to|pleased with|i'd love|we'd love|would love
    `,
  ],
  [
    0.6,
    raw`
      no problems?( at all)?|not bad|no worries|no complaints?|no issues?|nothing wrong|can't complain|
      cannot complain|makes sense|count (me|us) in|i'm in|let's do (it|this|that)|sign (me|us) up|why not|
      fair enough|not a problem|don't mind|wouldn't mind|i'm interested|we're interested|it's a deal|
      we have a deal
    `,
  ],
  [
    0,
    raw`
      good (morning|afternoon|evening|day)|nice to meet you|have a (good|great|nice|lovely) (one|day|evening|
      weekend|afternoon)|how are you|not sure|as long as|long term|better (to|if|call)|(sooner|later) (rather|
      today|this|on)|best regards|kind regards|take care|good luck|would you like|do you like|if you like|
      like to|i'd like|we'd like|how long|so long|a good time|the best (time|way|number|person)|what kind|
      kind of|sort of|looks like|feels? like|seems? like|sounds like|something like|just like|like that|
      like this|works? (at|on|in|with|from)
    `,
  ],
  [
    -0.5,
    raw`
      no,? thanks|no,? thank you|i'll pass|we'll pass|not really|not (right )?now|bad time|not a good (time|
      moment)|don't need|no need|not for (me|us)|so-so|meh|too (much|long|slow|late|complicated)
    `,
  ],
  [
    -1,
    raw`
      (would not|wouldn't|can't|cannot|don't) recommend|(been|have been) (waiting|on hold)|been (trying|
      calling)|never had (a )?worse|not what (i|we) (\S+ )?(order|want|expect|ask|pa[iy]|need|agree)\S*|(don't|
      do not|didn't) appreciate|(you|they|you people|you guys|your \S+) never (\S+)|fell apart|falls apart|
      falling apart|stopped working|charged (me|us) (twice|double|extra|again|too much)|still (don't|do not|
      didn't|hasn't|isn't|can't|doesn't)|(called|emailed|written|wrote|asked|texted|
      complained) (\S+ ){0,2}(times|twice)|(no one|nobody) (ever |even |there )?(pick|call|answer|repl|respon|
      car|told|tell|show|came|come|help|know|listen)\S*( up)?|(took|taken|takes|taking) (you |them |us |me )?(\S+ ){0,3}(weeks|months|forever|ages)|on hold|hung up|(is|are|what|such) a (total |complete |real |big )?joke|(will|would|'ll) never|never again|five times|not interested|not happy|not satisfied|
      not impressed|not good( enough)?|not great|not acceptable|doesn't work|does not work|didn't work|
      isn't working|not working|never (called|replied|answered|responded|showed|arrived|again)|no (one|
      body) (called|answers|answered|replied|responded|responds|cares|told)|nobody (called|answers|answered|
      replied|responded|responds|cares|told)|still (waiting|nothing|no|haven't|not)|let (me|us) down|
      falls? short|had enough|fed up|sick of|sick and tired|tired of|waste of (time|money)|wasting my (time|
      money)|third time|how many times|don't (like|trust|want|believe)|doesn't (suit|help|fit)
    `,
  ],
  [
    -1.4,
    raw`
      stop (calling|bothering|contacting|messaging|texting|harassing)|(don't|do not|never) (ever )?(call|
      contact|text|message) (me|us)|leave (me|us) alone|take (me|us|my \S+) off|remove (me|my|us|our)|
      rip[- ]?offs?|ripped off|money back|what a joke|total joke|hang(ing)? up|lose my number|legal action
    `,
  ],
];
