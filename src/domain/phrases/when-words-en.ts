/** What English words say about time, in the same form as the Russian table. */
export const englishTimeWords = `
num=0 zero
num=1 one
num=2 two couple
num=3 three
num=4 four
num=5 five
num=6 six
num=7 seven
num=8 eight
num=9 nine
num=10 ten
num=11 eleven
num=12 twelve
num=13 thirteen
num=14 fourteen
num=15 fifteen
num=16 sixteen
num=17 seventeen
num=18 eighteen
num=19 nineteen
num=20 twenty
num=30 thirty
num=40 forty fourty
num=50 fifty
num=60 sixty
num=70 seventy
num=80 eighty
num=90 ninety
num=100 hundred
few few several
article a an
ord=1 first
ord=2 second
ord=3 third
ord=4 fourth
ord=5 fifth
ord=6 sixth
ord=7 seventh
ord=8 eighth
ord=9 ninth
ord=10 tenth
ord=11 eleventh
ord=12 twelfth
ord=13 thirteenth
ord=14 fourteenth
ord=15 fifteenth
ord=16 sixteenth
ord=17 seventeenth
ord=18 eighteenth
ord=19 nineteenth
ord=20 twentieth
ord=30 thirtieth
suffix st nd rd th
unit:second second seconds sec secs
unit:minute minute minutes min mins m
unit:hour hour hours hr hrs h
unit:day day days d
unit:week week weeks wk wks w
unit:fortnight fortnight fortnights
unit:month month months mo mos mth mths
unit:quarter quarter quarters qtr
unit:year year years yr yrs
quarterhour quarter quarters
half half
weekday=1 monday mon
weekday=2 tuesday tue tues
weekday=3 wednesday wed weds
weekday=4 thursday thu thur thurs
weekday=5 friday fri
weekday=6 saturday sat
weekday=7 sunday sun
everyweekday=1 mondays
everyweekday=2 tuesdays
everyweekday=3 wednesdays
everyweekday=4 thursdays
everyweekday=5 fridays
everyweekday=6 saturdays
everyweekday=7 sundays
month=1 january jan
month=2 february feb febr
month=3 march mar
month=4 april apr
month=5 may
month=6 june jun
month=7 july jul
month=8 august aug
month=9 september sep sept
month=10 october oct
month=11 november nov
month=12 december dec
day=0 today
day=1 tomorrow tmrw tmr tomo tmw tmo 2morrow 2moro
past yesterday
ago ago
last last previous
beyond past after
next next following
this this
coming coming upcoming nearest
every every each daily weekly monthly
start beginning start early
middle middle mid
end end late close
weekend weekend weekends
working business working work
through in within
later later hence
now now
time_ time
in_ in during
at at @
by by before until till til
after after past since
from from
to to till until til
and and or
of of
the the
between between
about about around approximately approx circa roughly exactly sharp ish say
on on for
loose no later than not
part:morning morning mornings
part:day afternoon
part:evening evening
part:night night
tonight tonight tonite
ampm:am am a.m
ampm:pm pm p.m
oclock oclock o'clock
noon noon midday noontime
midnight midnight
lunch lunch lunchtime
eod eod cob cop
eow eow
eom eom
eoq eoq
eoy eoy
greeting good
early early
late late
firstthing thing
asap
`;

/** Words beside a number that say that it counts things and tells no time. */
export const englishCounted =
  /^(?:percent|dollars?|euros?|pounds?|bucks|k|people|persons?|floors?|units?|pcs|pieces?|rooms?|copies|times|locations?|sites?|items?|users?|seats?|licen[cs]es?|windows?|doors?|miles?|meters?|metres?|kg|lbs?|sqft|sq|ft|street|st|avenue|ave|[a-z]{3,}(?<!business|miss|yes|this|previous|ss|us|is)s)$/u;
