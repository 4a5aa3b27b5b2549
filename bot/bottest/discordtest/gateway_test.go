package discordtest_test

import (
	"testing"

	"bounceback/bot/bottest/discordtest"
)

func TestResumeReplaysWhatWasMissed(t *testing.T) {
	d, ctx := open(t)
	amina := d.Person("amina")
	c, session := ready(t, d)
	amina.Say("one")
	one := c.want(0, "MESSAGE_CREATE")
	d.Do(discordtest.Cut())
	if op, _ := c.next(); op != -1006 && op != -1 {
		t.Fatalf("op %d after the cable was pulled", op)
	}
	if err := d.Wait(ctx, "it is gone", func() bool { return d.Connections() == 0 }); err != nil {
		t.Fatal(err)
	}
	amina.Say("two")
	c = dial(t, d)
	c.want(10, "")
	c.send(6, obj{"token": d.Token, "session_id": session, "seq": one["s"]})
	if got := c.want(0, "MESSAGE_CREATE")["d"].(obj)["content"]; got != "two" {
		t.Errorf("it replays %v", got)
	}
	c.want(0, "RESUMED")
	d.Do(discordtest.ForgetSession())
	c.ws.Close()
	c = dial(t, d)
	c.want(10, "")
	c.send(6, obj{"token": d.Token, "session_id": session, "seq": one["s"]})
	if f := c.want(9, ""); f["d"] != false {
		t.Errorf("a session that is gone: %v", f)
	}
}

func TestClosingNormallyGivesTheSessionUp(t *testing.T) {
	d, ctx := open(t)
	c, session := ready(t, d)
	c.ws.WriteControl(8, []byte{0x03, 0xe8}, farAway())
	if err := d.Wait(ctx, "it is gone", func() bool { return d.Connections() == 0 }); err != nil {
		t.Fatal(err)
	}
	c = dial(t, d)
	c.want(10, "")
	c.send(6, obj{"token": d.Token, "session_id": session, "seq": 1})
	c.want(9, "")
	if got := d.Closes(); len(got) != 1 || got[0] != 1000 {
		t.Errorf("closes %v", got)
	}
}

func TestMomentsOfTheGateway(t *testing.T) {
	d, _ := open(t)
	d.At(discordtest.AfterHello, discordtest.Reconnect())
	c := dial(t, d)
	c.want(10, "")
	c.want(7, "")

	d.At(discordtest.AtConnect, discordtest.Close(4000))
	if op, _ := dial(t, d).next(); op != -4000 {
		t.Errorf("op %d instead of a close", op)
	}
	d.At(discordtest.BeforeReady, discordtest.InvalidSession(true))
	c = dial(t, d)
	c.want(10, "")
	c.send(2, identify(d, nil))
	if f := c.want(9, ""); f["d"] != true {
		t.Errorf("%v", f)
	}
	d.At(discordtest.AfterReady, discordtest.Raw("{"))
	c, _ = ready(t, d)
	if op, _ := c.next(); op != -2 {
		t.Errorf("op %d instead of a broken frame", op)
	}
	c.send(1, 1)
	c.want(11, "")
	d.Do(discordtest.NoAcks())
	c.send(1, 1)
	d.Dispatch("SOMETHING_NEW", obj{"a": 1})
	c.want(0, "SOMETHING_NEW")
}

func TestWhoIsLetIn(t *testing.T) {
	d := discordtest.New(lenient{t}, discordtest.StartLimit(2))
	for _, c := range []struct {
		more obj
		code int
	}{
		{obj{"token": "another"}, 4004}, {obj{"intents": 1 << 15}, 4014}, {obj{"intents": 1 << 30}, 4013},
		{obj{"shard": []int{2, 2}}, 4010}, {obj{"properties": nil}, 4002},
	} {
		g := dial(t, d)
		g.want(10, "")
		g.send(2, identify(d, c.more))
		if op, _ := g.next(); op != -c.code {
			t.Errorf("%v: %d instead of a close with %d", c.more, op, c.code)
		}
	}
	ready(t, d)
	ready(t, d)
	c := dial(t, d)
	c.want(10, "")
	c.send(2, identify(d, nil))
	if op, _ := c.next(); op != -4004 {
		t.Errorf("a third session was started: op %d", op)
	}
}

func TestOnlyShardZeroHearsDirectMessages(t *testing.T) {
	d, _ := open(t)
	zero, one := dial(t, d), dial(t, d)
	for n, c := range []*client{zero, one} {
		c.want(10, "")
		c.send(2, identify(d, obj{"shard": []int{n, 2}}))
		c.want(0, "READY")
	}
	d.Person("amina").Say("hi")
	d.Dispatch("END", obj{})
	zero.want(0, "MESSAGE_CREATE")
	one.want(0, "END")
}
