"""What the test set says: the commands in a few wordings, and sentences that are no commands."""

from __future__ import annotations

import tomllib
from pathlib import Path

WORDINGS = ("Massage, {}.", "Massage {}!", "Massage. {}.")
"""Said in one breath, called, and with a stop after the prefix."""

TEMPTING = """\
The massage was nice.
I had a massage last week and it was lovely.
A massage next week would be great.
Next week we go to the sea.
Can you go back to the kitchen and bring me the towel?
Please go back to sleep.
Could you pause the film for a moment?
The massage lasts about fifteen minutes.
This massage is so relaxing.
Massage oil is next to the towel.
Massage is good for a quiet evening.
Massage tables are more expensive than I thought.
Is there any massage oil left?
My sister gives a good massage.
After the massage we will have tea.
The next massage is on Monday.
The next step is to find a warm blanket.
What is the next step of the recipe?
I need more time to finish this report.
There is no more time for that today.
The music is louder next door.
Could you speak a little louder, please?
It is much quieter here than in the city.
The towel feels softer than the old one.
Butter gets softer in the sun.
It hurts when I laugh.
My foot hurts a little after the walk.
He ended the session with a short speech.
The session ends at half past nine.
Would you repeat that, please? I did not hear it.
History does not repeat itself.
We can resume the talk tomorrow.
She sent her resume to three companies.
They paused at the corner.
Did you get my message?
Message me next week.
I sent you a message about the next step.
Leave a message after the tone.
The passage goes back to the garden.
A sausage and a pause for lunch.
Marriage takes more time than you think.
Massage the dough until it is softer.
Massage my shoulders a bit more, please.
Massage or swimming, what would you like?
Massages are more fun with warm hands.
Massage therapists take a pause between guests.
Massage music should be quieter than talking.
Massage makes me sleepy.
Massage her feet next.
Massage time is over, dinner is ready.
The back massage is my favourite.
Let us go back to the beginning of the massage.
That massage hurt a little at the shoulder.
How long is the pause between the two parts?
The end of the session is near.
Take your time, there is no hurry.
One more time, please.
Step back a little, you stand on the cable.
Next stop, Central Station.
The next stop is the museum.
"""

EVERYDAY = """\
Good morning, did you sleep well?
What time is it?
I think it will rain in the afternoon.
The train leaves at ten past seven.
Have you seen my glasses anywhere?
They must be on the kitchen table.
We should buy bread, milk and a few apples.
The neighbour's dog is barking again.
Could you open the window a little?
It is getting cold in here.
I will put the kettle on.
Do you take sugar in your tea?
Your shoulders feel tense today.
That feels wonderful, thank you.
A bit further to the left, please.
Yes, exactly there.
Are you warm enough?
Shall I bring you another blanket?
My hands are a little cold, sorry.
Let me warm the oil first.
How was your day at work?
We had three meetings and no lunch.
The children are at their grandmother's house.
They come back on Sunday evening.
Did you feed the cat?
The cat has eaten twice already.
I would like to learn to play the piano.
You can hear the sea from the balcony.
Turn over slowly when you are ready.
Breathe in, and breathe out again.
Just relax and close your eyes.
Tell me if it is too much.
The light is pleasant like this.
Who is at the door?
It is only the postman.
Please sign here and here.
The new film starts in the cinema tonight.
I have read the book, but I forgot the end.
Tomorrow we will go for a walk in the forest.
The leaves are turning red and yellow.
He runs ten kilometres every morning.
I could never do that.
Let us have soup for dinner.
There is some left in the fridge.
Do not forget to call your brother.
His birthday is in two weeks.
We could give him a record, or a plant.
The news is on at eight.
The government announced new measures today.
Scientists have found water on a distant moon.
In sports, the home team won by two goals.
And now the weather for the coming days.
Sunny spells in the south, clouds in the north.
Temperatures will reach eighteen degrees.
Thank you for calling, all lines are busy.
Please hold, somebody will be with you shortly.
Press one for sales, press two for support.
The doors are closing, mind the gap.
Ladies and gentlemen, welcome aboard.
Our flight time will be two hours and ten minutes.
She looked out of the window and smiled.
It was the best of times, it was the worst of times.
Once upon a time there was a king with three daughters.
The youngest of them was the cleverest.
He opened the old door and went down the stairs.
Nobody had lived there for many years.
Add two eggs and stir until the mixture is smooth.
Bake it for forty minutes at a low heat.
Cut the onions into small pieces.
The recipe says a pinch of salt.
My phone has no battery again.
You can use my charger.
The password is on a note under the keyboard.
That is not very safe, is it?
The car needs new tyres before the winter.
I will take it to the garage next Thursday.
How much do they want for it?
Far too much, as always.
Shall we watch one more episode?
I am too tired, I want to go to bed.
Sleep well, see you in the morning.
The garden looks beautiful this year.
Roses need a lot of sun.
My grandfather built this house himself.
Is there a bakery around here?
Go straight ahead and turn right at the lights.
It is only five minutes on foot.
The museum is closed on Mondays.
We could take a boat across the lake instead.
I forgot my umbrella on the bus.
Somebody will surely find it.
Let me think about that for a while.
I am not sure what you mean.
That sounds like a good idea.
Never mind, it is not important.
Well, you know how he is.
Absolutely, I could not agree more.
No, no, that is not what I said.
Hello, can you hear me now?
Yes, but there is an echo on the line.
"""


def cues(root: Path) -> list[str]:
    """Short sentences of the program itself: what its own voice may say in the room."""
    found: list[str] = []
    for file in sorted((root / "routines").glob("*.toml")):
        for step in tomllib.loads(file.read_text("utf-8")).get("steps", []):
            found += [str(step[key]) for key in ("title", "instruction") if key in step]
    for technique in tomllib.loads((root / "assets/techniques.toml").read_text("utf-8")).values():
        for entry in technique if isinstance(technique, list) else [technique]:
            if isinstance(entry, dict):
                found += [str(entry[key]) for key in ("card", "cue") if key in entry]
    return [text for text in dict.fromkeys(found) if len(text) < 140]


def lines(block: str) -> list[str]:
    """The sentences of one of the lists above."""
    return [line for line in block.splitlines() if line]
