// A permanent and a scheduled room.
package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/your_organization/pulumi-enablex/sdk/go/enablex"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		standup, err := enablex.NewRoom(ctx, "standup", &enablex.RoomArgs{
			Name:         pulumi.String("Daily stand-up"),
			Participants: pulumi.Int(8),
		})
		if err != nil {
			return err
		}
		math, err := enablex.NewRoom(ctx, "math-101", &enablex.RoomArgs{
			Name:            pulumi.String("Mathematics 101"),
			Kind:            enablex.RoomKindScheduled,
			ScheduledTime:   pulumi.String("2030-12-02T09:00:00+05:30"),
			DurationMinutes: pulumi.Int(60),
			Mode:            enablex.RoomModeLecture,
			Participants:    pulumi.Int(30),
		})
		if err != nil {
			return err
		}
		teacher := enablex.JoinUrlOutput(ctx, enablex.JoinUrlOutputArgs{
			Url:     math.ModeratorUrl,
			Name:    pulumi.String("Teacher"),
			Landing: pulumi.Bool(false),
		})
		ctx.Export("standupUrl", standup.ParticipantUrl)
		ctx.Export("standupHostUrl", standup.ModeratorUrl) // a secret
		ctx.Export("mathUrl", math.ParticipantUrl)
		ctx.Export("mathTeacherUrl", teacher.Url()) // a secret too
		return nil
	})
}
