package discord

import "github.com/bwmarrin/discordgo"

// author is who made an interaction, nil if that is not told.
func author(i *discordgo.Interaction) *discordgo.User {
	u := i.User
	if i.Member != nil && i.Member.User != nil {
		u = i.Member.User
	}
	if u == nil || !isSnowflake(u.ID) || !isSnowflake(i.ID) {
		return nil
	}
	return u
}

// where is where an interaction was made. What is not said to be the direct message
// with the bot is taken for a place where others are.
func where(i *discordgo.Interaction) Where {
	switch {
	case i.GuildID != "":
		return InServer
	case i.Context == discordgo.InteractionContextBotDM:
		return InDirect
	}
	return InPrivate
}

// manages tells whether somebody may set up the channel they are in. That is also who
// else the server's settings let give the command: Discord asks nobody's permissions
// then, and lets nobody else do it. What it leads to, only they can tap.
func manages(i *discordgo.Interaction) bool {
	const any = discordgo.PermissionAdministrator | discordgo.PermissionManageGuild | discordgo.PermissionManageChannels
	if i.Member != nil && i.Member.Permissions&any != 0 {
		return true
	}
	return where(i) == InServer && aboutRoom(i) && (i.Message == nil || private(i.Message))
}

// private tells whether only one person sees a message.
func private(m *discordgo.Message) bool { return m.Flags&discordgo.MessageFlagsEphemeral != 0 }

// displayName is what somebody wants to be called.
func displayName(u *discordgo.User) string {
	if u.GlobalName != "" {
		return u.GlobalName
	}
	return u.Username
}
